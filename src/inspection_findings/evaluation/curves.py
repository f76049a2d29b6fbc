"""Precision against recall over all thresholds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inspection_findings.evaluation.metrics import Binary, Floats


@dataclass(frozen=True)
class Curve:
    """Precision and recall at falling thresholds, each of shape (points,); empty where nothing is true."""

    precision: Floats
    recall: Floats


def precision_recall(truth: Binary, probabilities: Floats) -> Curve:
    """Precision and recall of what reaches each probability that occurs.

    Parameters
    ----------
    truth
        0/1, of any shape.
    probabilities
        Of the same shape.
    """
    order = np.argsort(-probabilities, axis=None, kind="stable")
    scores, right = probabilities.ravel()[order], truth.ravel()[order]
    if not right.any():
        return Curve(np.zeros(0), np.zeros(0))
    hits = np.cumsum(right)
    # Cells of equal probability are reported together.
    last = np.append(np.flatnonzero(np.diff(scores)), len(scores) - 1)
    return Curve(hits[last] / (last + 1), hits[last] / hits[-1])
