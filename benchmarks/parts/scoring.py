"""Sentences to scores, reading left out: the compact scorer beside what would be used instead."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.pairing import Sample, in_turn, timed
from benchmarks.processes import ROOT, run, worker
from benchmarks.results import Result, Row, Table
from benchmarks.settings import Settings
from inspection_findings import read_document
from inspection_findings.documents.types import Sentence
from inspection_findings.model.classifier import FindingsClassifier
from inspection_findings.model.config import TrainingConfig
from inspection_findings.model.features import sentence_table
from inspection_findings.model.scorer import Scorer
from inspection_findings.model.training import compact_model, fit_classifier

NAME = "scoring"
FOLDS = 2
"""Enough: folds decide what weights are worth, not how many there are."""

TITLES = {
    "compact": "the compact scorer",
    "sklearn": "scikit-learn's pipeline, the same model",
    "vader": "VADER, polarity alone",
    "textblob": "TextBlob, polarity alone",
    "minilm": "MiniLM embeddings and logistic regression",
}
LEFT_OUT = {
    "vader": "VADER is left out: vaderSentiment is not installed (the extra `study`).",
    "textblob": "TextBlob is left out: it is not installed (the extra `benchmarks`).",
    "minilm": "MiniLM is left out: it needs the environment that `make minilm` makes.",
}


def measure(settings: Settings) -> Result:
    """Score the same sentences with everything that is at hand, one thread each."""
    sizes = settings.sizes
    sentences = some_sentences(settings, sizes.scored)
    records = settings.specimens[: sizes.trained]
    classifier = fit_classifier(records, TrainingConfig(folds=FOLDS), n_jobs=1)
    scorer = compact_model(classifier, data={"fingerprint": "0" * 64}, metrics={})
    contenders = at_hand(sentences, classifier, scorer, settings)
    with threadpool_limits(1):
        samples = in_turn(contenders, sizes.long_rounds, warm_up=sizes.warm_up)
        difference = np.abs(scorer.score(sentences) - _pipeline(classifier, sentences)).max()
    rows = tuple(Row(name, TITLES[name], tuple(samples[name])) for name in contenders)
    title = f"Scoring {len(sentences):,} sentences of {settings.documents.kind}"
    terms = classifier.first_pass_.named_steps["classifier"].n_features_in_
    facts = [
        f"Scorer and pipeline are one model of {terms:,} features, trained on {len(records):,} specimen "
        f"sentences; their probabilities differ by {difference:.0e} at most.",
        *(LEFT_OUT[name] for name in LEFT_OUT if name not in contenders),
    ]
    table = Table("sentences", title, "compact", len(sentences), "sentences", rows)
    return Result(
        NAME, settings.conditions, tables=(table,), facts=tuple(facts),
        numbers={"difference": float(difference), "features": float(terms)},
    )  # fmt: skip


def some_sentences(settings: Settings, count: int) -> list[Sentence]:
    """The first sentences of the documents, as the product reads them."""
    paths = dict.fromkeys(settings.documents.paths)
    return list(islice((s for path in paths for s in read_document(path).sentences()), count))


def at_hand(
    sentences: Sequence[Sentence], classifier: FindingsClassifier, scorer: Scorer, settings: Settings
) -> dict[str, Callable[[], Sample]]:
    """What can be measured here."""
    texts = [sentence.text for sentence in sentences]
    contenders: dict[str, Callable[[], Sample]] = {
        "compact": lambda: timed(lambda: scorer.score(sentences)),
        "sklearn": lambda: timed(lambda: _pipeline(classifier, sentences)),
    }
    if find_spec("vaderSentiment"):
        analyzer = import_module("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer()
        contenders["vader"] = lambda: timed(lambda: [analyzer.polarity_scores(text) for text in texts])
    if find_spec("textblob"):
        blob = import_module("textblob").TextBlob
        contenders["textblob"] = lambda: timed(lambda: [blob(text).sentiment for text in texts])
    if settings.minilm.is_file():
        contenders["minilm"] = partial(_minilm, settings.minilm, _written(sentences, settings.scratch))
    return contenders


def _pipeline(classifier: FindingsClassifier, sentences: Sequence[Sentence]) -> Any:
    config = classifier.config or TrainingConfig()
    return classifier.predict_proba(sentence_table(sentences, reach=config.features.reach))


def _written(sentences: Sequence[Sentence], folder: Path) -> Path:
    path = folder / "scored.jsonl"
    lines = (
        json.dumps({"text": s.text, "section": s.section, "bullet": s.bullet, "passage": s.passage})
        for s in sentences
    )
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _minilm(python: Path, path: Path) -> Sample:
    """Embed in PyTorch's own environment; what the program timed itself counts, without its start."""
    count = sum(1 for _ in path.open(encoding="utf-8"))
    _, *command = worker("embed", path, str(count))
    experiments = f"PYTHONPATH={ROOT / 'experiments'}"
    _, printed = run(["env", experiments, python, *command])
    found = json.loads(printed[0])
    return Sample(found["wall"], found["cpu"])
