"""Training beside the plainest model of its kind, on the same sentences."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from threadpoolctl import threadpool_limits

from benchmarks.pairing import in_turn, timed
from benchmarks.results import Result, Row, Table
from benchmarks.settings import Settings
from inspection_findings.corpus.dataset import load_corpus
from inspection_findings.corpus.records import LabelledSentence, truth_matrix
from inspection_findings.corpus.splits import Split
from inspection_findings.exceptions import CorpusError
from inspection_findings.model.config import TrainingConfig
from inspection_findings.model.features import sentence_table
from inspection_findings.model.training import fit_classifier
from training_cost import features_pipeline, plain_pipeline

NAME = "training"


def measure(settings: Settings) -> Result:
    """Train each in turn, one process and one thread."""
    records, kind = training_sentences(settings)
    config = TrainingConfig(folds=settings.sizes.folds)
    truth = truth_matrix(records)
    sentences = [record.sentence for record in records]
    texts = [sentence.text for sentence in sentences]
    table = sentence_table(sentences, reach=config.features.reach)
    work: dict[str, tuple[str, Callable[[], object]]] = {
        "default": (
            f"the default: {config.folds} folds, two rounds of stacking, calibration, thresholds",
            partial(fit_classifier, records, config, n_jobs=1),
        ),
        "features": (
            "the same features, a logistic regression a label",
            lambda: features_pipeline(config).fit(table, truth),
        ),
        "words": (
            "words and word pairs of the sentence, a logistic regression a label",
            lambda: plain_pipeline().fit(texts, truth),
        ),
    }
    with threadpool_limits(1):
        samples = in_turn(
            {name: partial(timed, each) for name, (_, each) in work.items()},
            settings.sizes.training_rounds,
            warm_up=False,
        )
    rows = tuple(Row(name, title, tuple(samples[name])) for name, (title, _) in work.items())
    made = Table(
        "train", f"Training on {len(records):,} sentences", "features", len(records), "sentences", rows
    )
    return Result(NAME, settings.conditions, tables=(made,), facts=(f"Trained on {kind}.",))


def training_sentences(settings: Settings) -> tuple[list[LabelledSentence], str]:
    """What `make train` trains on where it has been built, else the specimens."""
    if not settings.conditions.quick:
        try:
            corpus = load_corpus(settings.dataset)
        except CorpusError:
            return settings.specimens, "the specimens alone: there is no other corpus here"
        kind = "reports, articles and specimens" if corpus.has_real_text else "specimens"
        return corpus.splits[Split.TRAIN], f"the training split of the corpus: {kind}"
    return settings.specimens[: settings.sizes.sentences], "a few specimens"
