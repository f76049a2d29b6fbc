"""The bootstrap by document, as matrix products.

Every metric follows from sums over sentences: counts of true and reported labels, of polarities, and of what
confidences and outcomes differ by. Kept per document, those of a resample are one row of a matrix product,
and thousands of resamples cost less than scoring a document.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from inspection_findings.evaluation.calibration import BINS, bin_places
from inspection_findings.evaluation.metrics import N_POLARITIES, Floats, Scored, by_domain
from inspection_findings.labels import LABELS

_N = len(LABELS)
_HITS, _SHOWN, _SUPPORT = (slice(k * _N, (k + 1) * _N) for k in range(3))
_DOMAIN_HITS, _DOMAIN_GIVEN, _FOUND, _RIGHT, _EXACT = range(3 * _N, 3 * _N + 5)
_GAPS = slice(3 * _N + 5, 3 * _N + 5 + BINS)

_BLOCK = 256
"""Resamples drawn at once: bounds the memory where there are many documents."""


def document_sums(scored: Scored, documents: Sequence[str]) -> Floats:
    """Sums that every metric follows from, a row a document in the order of their names.

    Parameters
    ----------
    scored
        Predictions beside the truth, n rows.
    documents
        Document of each row, length n.
    """
    names, of_row = np.unique(np.asarray(documents), return_inverse=True)
    rows = _row_sums(scored)
    order = np.argsort(of_row, kind="stable")
    starts = np.searchsorted(of_row[order], np.arange(len(names)))
    return np.asarray(np.add.reduceat(rows[order], starts, axis=0))


def metric_values(sums: Floats) -> dict[str, Floats]:
    """Every metric of `METRICS` from rows of sums.

    Parameters
    ----------
    sums
        Shape (r, k): those of a resample each, added up over its documents.

    Returns
    -------
    dict
        Metric to its values, shape (r,); ``nan`` where a resample holds nothing to measure.
    """
    shown = sums[:, _SHOWN].sum(axis=1)
    with np.errstate(invalid="ignore"):
        return {
            "pair_micro_f1": _f1(sums[:, _HITS].sum(axis=1), shown + sums[:, _SUPPORT].sum(axis=1)),
            "pair_macro_f1": label_f1(sums).mean(axis=1),
            "domain_micro_f1": _f1(sums[:, _DOMAIN_HITS], sums[:, _DOMAIN_GIVEN]),
            "polarity_accuracy": sums[:, _RIGHT] / sums[:, _FOUND],
            "exact_polarity_accuracy": sums[:, _EXACT] / sums[:, _FOUND],
            "expected_calibration_error": np.abs(sums[:, _GAPS]).sum(axis=1) / shown,
        }


def label_f1(sums: Floats) -> Floats:
    """F1 of each label from rows of sums, shape (r, 22)."""
    return _f1(sums[:, _HITS], sums[:, _SHOWN] + sums[:, _SUPPORT])


def resampled(sums: Floats, *, resamples: int, seed: int = 0) -> Floats:
    """Sums of bootstrap resamples of whole documents (Efron 1979), shape (resamples, k).

    The draws depend on the number of documents and the seed alone, and are those of `evaluate`: models that
    are measured on the same documents are resampled together.

    Parameters
    ----------
    sums
        A row a document.
    resamples
        How many.
    seed
        Of the drawing.
    """
    blocks = [weights @ sums for weights in _draws(len(sums), resamples, seed)]
    return np.vstack(blocks)


def interval(values: Floats) -> tuple[Floats, Floats]:
    """Ends of the 95% percentile interval along the first axis; ``nan`` where no resample has a value."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "All-NaN", RuntimeWarning)
        low, high = np.nanpercentile(values, [2.5, 97.5], axis=0)
    return low, high


def _draws(documents: int, resamples: int, seed: int) -> Iterator[Floats]:
    """How often each document is in a resample, a block of resamples at a time."""
    generator = np.random.default_rng(seed)
    for start in range(0, resamples, _BLOCK):
        drawn = (generator.integers(0, documents, documents) for _ in range(min(_BLOCK, resamples - start)))
        yield np.stack([np.bincount(each, minlength=documents) for each in drawn]).astype(np.float64)


def _f1(hits: Floats, given: Floats) -> Floats:
    return np.asarray(2 * hits / np.maximum(given, 1))


def _row_sums(scored: Scored) -> Floats:
    """What each sentence adds, shape (n, k)."""
    truth, predicted = scored.truth, scored.predicted
    n = len(truth)
    true_domains, found_domains = by_domain(truth), by_domain(predicted)
    found = (true_domains & found_domains).astype(bool)
    shape = (n, -1, N_POLARITIES)
    chosen = scored.probabilities.reshape(shape).argmax(axis=2)
    right = np.take_along_axis(truth.reshape(shape), chosen[:, :, None], axis=2)[:, :, 0]
    exact = (truth.reshape(shape) == predicted.reshape(shape)).all(axis=2)
    single: list[NDArray[np.int64]] = [
        found.sum(axis=1),
        true_domains.sum(axis=1) + found_domains.sum(axis=1),
        found.sum(axis=1),
        (right * found).sum(axis=1),
        (exact & found).sum(axis=1),
    ]
    return np.hstack([truth & predicted, predicted, truth, np.column_stack(single), _gaps(scored)]).astype(
        float
    )


def _gaps(scored: Scored) -> Floats:
    """Outcome less confidence of reported findings by bin of confidence, shape (n, BINS)."""
    n = len(scored.truth)
    rows, labels = np.nonzero(scored.predicted)
    confidence = scored.probabilities[rows, labels]
    places = rows * BINS + bin_places(confidence)
    gaps = np.bincount(places, scored.truth[rows, labels] - confidence, minlength=n * BINS)
    return np.asarray(gaps, dtype=np.float64).reshape(n, BINS)
