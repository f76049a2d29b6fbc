"""What training costs beside a plain TF-IDF + logistic regression per label, in one run.

Writes ``training_cost.md`` beside this file. Run by ``make training-cost``. Processor time of one process, so
that what else the machine does counts as little as possible; the ratio is what to read.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from threadpoolctl import threadpool_limits

from inspection_findings.corpus.dataset import load_corpus
from inspection_findings.corpus.records import LabelledSentence, truth_matrix
from inspection_findings.corpus.splits import Split
from inspection_findings.evaluation.metrics import micro_f1, pair_micro_f1
from inspection_findings.evaluation.scoring import score_records
from inspection_findings.files import write_atomically
from inspection_findings.model.config import TrainingConfig
from inspection_findings.model.features import build_features, sentence_table
from inspection_findings.model.training import compact_model, fit_classifier

HERE = Path(__file__).parent
LIMIT = 3.0
PLAIN_THRESHOLD = 0.3
"""Of all labels of the plain model: it has no out-of-fold predictions to choose one on."""


@dataclass(frozen=True)
class Row:
    """A model, the processor seconds of its training, and its pair micro-F1."""

    title: str
    seconds: float
    f1: float


def plain_pipeline() -> Pipeline:
    """Words and word pairs of the sentence alone, scikit-learn's own solver, a classifier a label."""
    return make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        OneVsRestClassifier(LogisticRegression(C=4.0, max_iter=1000)),
    )


def features_pipeline(config: TrainingConfig) -> Pipeline:
    """All features of the configuration, then the same: scikit-learn's own solver, a classifier a label."""
    return make_pipeline(
        build_features(config.features), OneVsRestClassifier(LogisticRegression(C=4.0, max_iter=1000))
    )


def timed(work: Callable[[], object]) -> float:
    """Processor seconds of this process, in one thread: others wait for each other, and that counts too."""
    started = time.process_time()
    with threadpool_limits(1):
        work()
    return time.process_time() - started


def main() -> int:
    """Train both on the training split, and write what each took."""
    corpus = load_corpus()
    records, held_out = corpus.splits[Split.TRAIN], corpus.evaluation(Split.VALIDATION)
    config = TrainingConfig()
    truth = truth_matrix(records)
    parts = [[record.sentence for record in part] for part in (records, held_out)]
    texts, measured = [[sentence.text for sentence in part] for part in parts]
    table, measured_table = [sentence_table(part, reach=config.features.reach) for part in parts]
    rows = []
    for title, pipeline, given, asked in (
        ("words and word pairs of the sentence", plain_pipeline(), texts, measured),
        ("the features of the default", features_pipeline(config), table, measured_table),
    ):
        print(title, flush=True)
        seconds = timed(partial(pipeline.fit, given, truth))
        title = f"{title}, a logistic regression a label"
        rows.append(Row(title, seconds, plain_f1(pipeline.predict_proba(asked), held_out)))
    print("the default configuration", flush=True)
    fitted = []
    seconds = timed(lambda: fitted.append(fit_classifier(records, config, n_jobs=1)))
    scorer = compact_model(fitted[0], data={"fingerprint": corpus.fingerprint}, metrics={})
    f1 = pair_micro_f1(score_records(scorer, held_out))
    rows.append(Row("default: five folds, two rounds of stacking, calibration, thresholds", seconds, f1))
    text = page(len(records), rows)
    write_atomically(HERE / "training_cost.md", text.encode())
    print(text)
    return 0


def plain_f1(probabilities: NDArray[np.float64], held_out: Sequence[LabelledSentence]) -> float:
    """Pair micro-F1 with one threshold for all labels."""
    return micro_f1(truth_matrix(held_out), (probabilities >= PLAIN_THRESHOLD).astype(np.int8))


def page(sentences: int, rows: Sequence[Row]) -> str:
    """The page, as Markdown; the default configuration is the last row, the one to compare with before it."""
    *others, like, default = rows
    ratio = default.seconds / like.seconds
    verdict = "within" if ratio <= LIMIT else "over"
    lines = "\n".join(f"| {row.title} | {row.seconds:.0f} | {row.f1:.3f} |" for row in rows)
    bare = default.seconds / others[0].seconds
    return f"""# What training costs

The default configuration is to take no more than {LIMIT:g} times the processor time of TF-IDF and a
logistic regression a label, on the same data in the same run. With the same features it takes
{ratio:.1f} times as much: {verdict} the limit. Against the sentence's words alone it takes {bare:.0f} times
as much: reading the context is most of the cost, and of the gain. `make training-cost` makes this page.

| model | processor seconds | pair micro-F1 on validation |
|---|---|---|
{lines}

{sentences:,} sentences, one process, one thread. The seconds depend on the machine, the ratio hardly. The
rows before the last have one threshold of {PLAIN_THRESHOLD:g} for all labels, and no calibration.
"""


if __name__ == "__main__":
    sys.exit(main())
