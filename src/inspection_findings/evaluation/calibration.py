"""Confidence against what is right: bins, errors, and what errors chance alone gives.

Everything here is over pairs of a confidence and an outcome, whatever they are of: reported findings, or
all cells of a matrix.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BINS = 10
_SURE = 1e-6
"""How near to 0 and 1 the logarithmic loss takes a confidence: there it would be infinite."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Cells whose confidence is alike.

    Attributes
    ----------
    low, high
        Bounds of the confidence.
    count
        Cells in it, one at least.
    confidence, right
        Their mean confidence, and the share that is right.
    """

    low: float
    high: float
    count: int
    confidence: float
    right: float

    @property
    def noise(self) -> float:
        """Standard error of the share that is right if the confidence is honest and cells are independent."""
        return float(np.sqrt(self.confidence * (1 - self.confidence) / self.count))


def confidence_bins(confidence: Floats, outcome: NDArray[Any]) -> tuple[Bin, ...]:
    """Put cells into ten bins of equal width; empty ones are left out.

    Parameters
    ----------
    confidence
        Between 0 and 1, shape (n,).
    outcome
        1 where it was right, else 0, shape (n,).
    """
    places = bin_places(confidence)
    counts = np.bincount(places, minlength=BINS)
    sums = np.bincount(places, confidence, minlength=BINS)
    hits = np.bincount(places, outcome, minlength=BINS)
    return tuple(
        Bin(k / BINS, (k + 1) / BINS, int(counts[k]), float(sums[k] / counts[k]), float(hits[k] / counts[k]))
        for k in np.flatnonzero(counts)
    )


def calibration_error(confidence: Floats, outcome: NDArray[Any]) -> float:
    """Expected calibration error.

    In ten bins of equal width the mean distance between confidence and the share that is right, weighted
    by the bins' sizes (Naeini et al. 2015). ``nan`` where there is nothing.

    Parameters
    ----------
    confidence
        Between 0 and 1, shape (n,).
    outcome
        1 where it was right, else 0, shape (n,).
    """
    if not len(confidence):
        return float("nan")
    gaps = np.bincount(bin_places(confidence), outcome - confidence, minlength=BINS)
    return float(np.abs(gaps).sum() / len(confidence))


def chance_errors(confidence: Floats, *, resamples: int = 1000, seed: int = 0) -> Floats:
    """Calibration errors that perfect calibration would show on as many cells.

    The error has no sign, so a finite sample of honest confidences has one too. Outcomes are drawn with
    the very probabilities that the confidences state, independently of each other (the consistency
    resampling of Bröcker and Smith 2007); those of one report hang together, and so vary rather more.

    Parameters
    ----------
    confidence
        Shape (n,).
    resamples
        How often outcomes are drawn.
    seed
        Of the drawing.

    Returns
    -------
    ndarray of shape (resamples,)
    """
    generator = np.random.default_rng(seed)
    return np.array(
        [
            calibration_error(confidence, generator.uniform(size=len(confidence)) < confidence)
            for _ in range(resamples)
        ]
    )


def brier_score(confidence: Floats, outcome: NDArray[Any]) -> float:
    """Mean squared distance between confidence and outcome (Brier 1950)."""
    return float(np.mean((confidence - outcome) ** 2))


def log_loss(confidence: Floats, outcome: NDArray[Any]) -> float:
    """Mean negative logarithm of the probability given to what happened."""
    given = np.where(outcome == 1, confidence, 1 - confidence)
    return float(-np.log(np.clip(given, _SURE, 1)).mean())


def bin_places(confidence: Floats) -> NDArray[np.intp]:
    """Which of the ten bins each confidence falls into, from 0; the shape is kept."""
    return np.minimum((confidence * BINS).astype(np.intp), BINS - 1)
