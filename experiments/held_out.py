"""Predictions that several pages read: of training authorities out of fold, and of validation authorities.

A fit takes minutes, so what it predicts is kept in ``data/.predictions``, which git ignores, under a key made
of the data, the configuration and the source of the package: when one of them changes, it is fitted anew.
"""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import inspection_findings
from inspection_findings.corpus.build import Corpus
from inspection_findings.corpus.dataset import load_corpus
from inspection_findings.corpus.records import LabelledSentence
from inspection_findings.evaluation.metrics import Estimate
from inspection_findings.files import write_atomically
from inspection_findings.model.config import TrainingConfig
from inspection_findings.model.training import compact_model, fit_classifier

Floats = NDArray[np.float64]

KEPT = Path("data") / ".predictions"
PACKAGE = Path(inspection_findings.__file__).parent
# What predictions depend on; the packages that only report them may change.
DECIDING = ("labels.py", "documents", "corpus", "model")


@dataclass(frozen=True)
class Predictions:
    """What one fit says of sentences that it was not trained on.

    Attributes
    ----------
    out_of_fold
        Probabilities of the rows it was trained on, from folds that left their authority out, shape (n, 22).
    scores
        Probabilities of the other sentences, shape (m, 22).
    thresholds
        Shape (22,).
    """

    out_of_fold: Floats
    scores: Floats
    thresholds: Floats


def real_corpus() -> Corpus | None:
    """The built corpus; without real text ``None``, and it is said what to do."""
    corpus = load_corpus()
    if corpus.has_real_text:
        return corpus
    print("this needs the reports: run `findings data fetch` and `findings data build`", file=sys.stderr)
    return None


def shown(estimate: Estimate) -> str:
    """A figure with its interval."""
    return f"{estimate.value:.3f} ({estimate.low:.3f} to {estimate.high:.3f})"


def predict(
    train: Sequence[LabelledSentence], others: Sequence[LabelledSentence], *, variant: str = ""
) -> Predictions:
    """Fit the default configuration on some sentences and score others, or read what was kept of it.

    Parameters
    ----------
    train, others
        The sentences.
    variant
        Name of what the caller changed in the package for a while; empty where nothing is changed.
    """
    path = KEPT / f"{_key(train, others, variant)}.npz"
    if path.is_file():
        with np.load(path, allow_pickle=False) as kept:
            return Predictions(kept["out_of_fold"], kept["scores"], kept["thresholds"])
    classifier = fit_classifier(train, TrainingConfig(), n_jobs=-1)
    scorer = compact_model(classifier, data={"fingerprint": ""}, metrics={})
    predictions = Predictions(
        np.asarray(classifier.out_of_fold_),
        scorer.score([record.sentence for record in others]),
        np.asarray(classifier.thresholds_),
    )
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **vars(predictions))
    KEPT.mkdir(parents=True, exist_ok=True)
    write_atomically(path, buffer.getvalue())
    return predictions


def _key(train: Sequence[LabelledSentence], others: Sequence[LabelledSentence], variant: str) -> str:
    """Digest of all that predictions follow from."""
    digest = hashlib.sha256(_SOURCE + variant.encode())
    for records in (train, others):
        digest.update(repr(list(records)).encode())
    digest.update(TrainingConfig().model_dump_json().encode())
    for name in ("numpy", "scipy", "scikit-learn"):
        digest.update(version(name).encode())
    return digest.hexdigest()[:32]


def _source() -> bytes:
    """Digest of the modules that predictions depend on."""
    digest = hashlib.sha256()
    for place in DECIDING:
        for path in sorted([PACKAGE / place] if place.endswith(".py") else (PACKAGE / place).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.digest()


# Taken when the package is imported: a file that is edited during a run does not change what is running.
_SOURCE = _source()
