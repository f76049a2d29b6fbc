"""What training costs beside a plain TF-IDF + logistic regression per label, in one run.

Writes ``training_cost.md`` beside this file. Run by ``make training-cost``. Processor time of one process, so
that what else the machine does counts as little as possible; the ratio is what to read.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline

from inspection_findings.corpus.dataset import load_corpus
from inspection_findings.corpus.records import LabelledSentence, truth_matrix
from inspection_findings.corpus.splits import Split
from inspection_findings.evaluation.metrics import micro_f1, pair_micro_f1
from inspection_findings.evaluation.scoring import score_records
from inspection_findings.files import write_atomically
from inspection_findings.model.config import TrainingConfig
from inspection_findings.model.training import compact_model, fit_classifier

HERE = Path(__file__).parent
LIMIT = 3.0
PLAIN_THRESHOLD = 0.3
"""Of all labels of the plain model: it has no out-of-fold predictions to choose one on."""


def plain_pipeline() -> Pipeline:
    """Words and word pairs of the sentence alone, scikit-learn's own solver, a classifier a label."""
    return make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        OneVsRestClassifier(LogisticRegression(C=4.0, max_iter=1000)),
    )


def timed(work: Callable[[], object]) -> float:
    """Processor seconds of this process."""
    started = time.process_time()
    work()
    return time.process_time() - started


def main() -> int:
    """Train both on the training split, and write what each took."""
    corpus = load_corpus()
    records, held_out = corpus.splits[Split.TRAIN], corpus.evaluation(Split.VALIDATION)
    plain = plain_pipeline()
    print(f"plain model on {len(records):,} sentences", flush=True)
    texts, truth = [record.sentence.text for record in records], truth_matrix(records)
    plain_seconds = timed(lambda: plain.fit(texts, truth))
    print(f"{plain_seconds:.0f} s; the default configuration", flush=True)
    fitted = []
    seconds = timed(lambda: fitted.append(fit_classifier(records, TrainingConfig(), n_jobs=1)))
    scorer = compact_model(fitted[0], data={"fingerprint": corpus.fingerprint}, metrics={})
    f1 = pair_micro_f1(score_records(scorer, held_out))
    text = page(len(records), plain_seconds, plain_f1(plain, held_out), seconds, f1)
    write_atomically(HERE / "training_cost.md", text.encode())
    print(text)
    return 0


def plain_f1(plain: Pipeline, held_out: Sequence[LabelledSentence]) -> float:
    """Pair micro-F1 of the plain model."""
    probabilities = plain.predict_proba([record.sentence.text for record in held_out])
    return micro_f1(truth_matrix(held_out), (probabilities >= PLAIN_THRESHOLD).astype(np.int8))


def page(sentences: int, plain_seconds: float, plain: float, seconds: float, f1: float) -> str:
    """The page, as Markdown."""
    ratio = seconds / plain_seconds
    verdict = "within" if ratio <= LIMIT else "over"
    return f"""# What training costs

The default configuration is to take no more than {LIMIT:g} times the processor time of the plainest model of
its kind, on the same data in the same run. It takes {ratio:.1f} times as much: {verdict} the limit.
`make training-cost` makes this page.

| model | processor seconds | pair micro-F1 on validation |
|---|---|---|
| words and word pairs of the sentence, a logistic regression a label | {plain_seconds:.0f} | {plain:.3f} |
| default: context, folds, stacking, calibration, thresholds | {seconds:.0f} | {f1:.3f} |

{sentences:,} sentences, one process, one thread. The seconds depend on the machine, the ratio hardly. The
plain model has one threshold of {PLAIN_THRESHOLD:g} for all labels.
"""


if __name__ == "__main__":
    sys.exit(main())
