"""Metrics of multi-label (domain, polarity) predictions, with bootstrap intervals by document.

Numpy alone, so that any job can compute them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inspection_findings.evaluation.calibration import calibration_error
from inspection_findings.labels import LABELS, Domain, Polarity

Floats = NDArray[np.float64]
Binary = NDArray[np.int8]

N_POLARITIES = len(Polarity)


@dataclass(frozen=True)
class Scored:
    """Predictions beside the truth.

    Attributes
    ----------
    truth
        0/1, shape (n, 22).
    probabilities
        Calibrated scores, shape (n, 22).
    predicted
        0/1 after thresholds, shape (n, 22).
    """

    truth: Binary
    probabilities: Floats
    predicted: Binary

    def take(self, rows: NDArray[np.intp]) -> Scored:
        """Return the given rows."""
        return Scored(self.truth[rows], self.probabilities[rows], self.predicted[rows])


def _f1(truth: Binary, predicted: Binary) -> Floats:
    hits = (truth & predicted).sum(axis=0)
    return np.asarray(2 * hits / np.maximum(truth.sum(axis=0) + predicted.sum(axis=0), 1))


def micro_f1(truth: Binary, predicted: Binary) -> float:
    """F1 over all cells of two 0/1 matrices of the same shape; 0 where both are empty."""
    hits = int((truth & predicted).sum())
    return 2 * hits / max(int(truth.sum()) + int(predicted.sum()), 1)


def pair_micro_f1(scored: Scored) -> float:
    """Micro-averaged F1 over (domain, polarity) pairs."""
    return micro_f1(scored.truth, scored.predicted)


def pair_macro_f1(scored: Scored) -> float:
    """Mean of the 22 labels' F1."""
    return float(_f1(scored.truth, scored.predicted).mean())


def by_domain(labels: Binary) -> Binary:
    """Fold (n, 22) labels into (n, 11): whether the domain is judged either way."""
    return np.asarray(labels.reshape(len(labels), -1, N_POLARITIES).max(axis=2))


def domain_micro_f1(scored: Scored) -> float:
    """Micro-averaged F1 over domains, polarity aside."""
    return micro_f1(by_domain(scored.truth), by_domain(scored.predicted))


def polarity_accuracy(scored: Scored) -> float:
    """Polarity accuracy on found domains.

    Over the (sentence, domain) cells that both the truth and the prediction judge: how often the more
    probable polarity is among the true ones. ``nan`` where there is no such cell.
    """
    shape = (len(scored.truth), len(Domain), N_POLARITIES)
    truth = scored.truth.reshape(shape)
    found = (truth.max(axis=2) & scored.predicted.reshape(shape).max(axis=2)).astype(bool)
    chosen = scored.probabilities.reshape(shape).argmax(axis=2)
    right = np.take_along_axis(truth, chosen[:, :, None], axis=2)[:, :, 0]
    return float(right[found].mean()) if found.any() else float("nan")


def exact_polarity_accuracy(scored: Scored) -> float:
    """Stricter form: the set of polarities reported for a found domain equals the true set."""
    shape = (len(scored.truth), len(Domain), N_POLARITIES)
    truth, predicted = scored.truth.reshape(shape), scored.predicted.reshape(shape)
    found = (truth.max(axis=2) & predicted.max(axis=2)).astype(bool)
    same = (truth == predicted).all(axis=2)
    return float(same[found].mean()) if found.any() else float("nan")


def reported(scored: Scored) -> tuple[Floats, Binary]:
    """Confidence of each reported finding and whether it is right, both of shape (findings,)."""
    shown = scored.predicted.astype(bool)
    return scored.probabilities[shown], scored.truth[shown]


def expected_calibration_error(scored: Scored) -> float:
    """Expected calibration error of the reported findings; ``nan`` with no finding."""
    return calibration_error(*reported(scored))


METRICS: dict[str, Callable[[Scored], float]] = {
    "pair_micro_f1": pair_micro_f1,
    "pair_macro_f1": pair_macro_f1,
    "domain_micro_f1": domain_micro_f1,
    "polarity_accuracy": polarity_accuracy,
    "exact_polarity_accuracy": exact_polarity_accuracy,
    "expected_calibration_error": expected_calibration_error,
}
"""Every figure that a run reports, by name."""
LOWER_IS_BETTER = frozenset({"expected_calibration_error"})
"""Those of which less is more."""


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95% interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


@dataclass(frozen=True)
class LabelScore:
    """Precision, recall and F1 of one label; ``support`` counts its true sentences."""

    label: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True)
class Evaluation:
    """What a model achieves on a set of sentences.

    Attributes
    ----------
    estimates
        Each metric with its interval.
    per_label
        In the order of ``LABELS``.
    sentences, documents
        How much it was measured on; the documents are the units of the bootstrap.
    """

    estimates: dict[str, Estimate]
    per_label: tuple[LabelScore, ...]
    sentences: int
    documents: int


def evaluate(scored: Scored, documents: Sequence[str], *, resamples: int = 1000, seed: int = 0) -> Evaluation:
    """Compute every metric with its percentile bootstrap interval, resampling whole documents.

    Parameters
    ----------
    scored
        Predictions beside the truth, n rows.
    documents
        Document of each row, length n: sentences of one are not independent.
    resamples
        Bootstrap resamples (Efron 1979).
    seed
        Of the resampling.

    Raises
    ------
    ValueError
        If there are no rows.
    """
    if not len(scored.truth):
        raise ValueError("no sentences to evaluate on")
    names, of_row = np.unique(np.asarray(documents), return_inverse=True)
    rows_of = [np.flatnonzero(of_row == k) for k in range(len(names))]
    generator = np.random.default_rng(seed)
    samples: dict[str, list[float]] = {name: [] for name in METRICS}
    for _ in range(resamples):
        drawn = generator.integers(0, len(names), len(names))
        resampled = scored.take(np.concatenate([rows_of[k] for k in drawn]))
        for name, metric in METRICS.items():
            samples[name].append(metric(resampled))
    estimates = {}
    for name, metric in METRICS.items():
        low, high = np.nanpercentile(samples[name], [2.5, 97.5])
        estimates[name] = Estimate(metric(scored), float(low), float(high))
    return Evaluation(estimates, per_label_scores(scored), len(scored.truth), len(names))


def per_label_scores(scored: Scored) -> tuple[LabelScore, ...]:
    """Precision, recall, F1 and support of each label."""
    hits = (scored.truth & scored.predicted).sum(axis=0)
    shown, support = scored.predicted.sum(axis=0), scored.truth.sum(axis=0)
    f1 = _f1(scored.truth, scored.predicted)
    return tuple(
        LabelScore(
            label=str(label),
            precision=float(hits[k] / max(shown[k], 1)),
            recall=float(hits[k] / max(support[k], 1)),
            f1=float(f1[k]),
            support=int(support[k]),
        )
        for k, label in enumerate(LABELS)
    )
