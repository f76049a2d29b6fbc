"""Choosing the probability from which a label is reported."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

GRID = np.round(np.arange(0.10, 0.805, 0.01), 2)
"""Thresholds that are tried."""

_SMOOTHING = 5


def choose_thresholds(
    truth: NDArray[np.int8], probabilities: NDArray[np.float64], *, shrinkage: float
) -> NDArray[np.float64]:
    """Thresholds that maximise F1 on predictions of sentences that the model was not fitted on.

    Parameters
    ----------
    truth
        0/1 matrix of shape (n, k).
    probabilities
        Out-of-fold probabilities, shape (n, k).
    shrinkage
        0 gives each label its own best threshold, 1 gives all labels the one that maximises micro-F1;
        between them a mixture, since the best threshold of a rare label is a noisy estimate.

    Returns
    -------
    ndarray of shape (k,)
    """
    shown = probabilities[None] >= GRID[:, None, None]
    hits = (shown & (truth[None] == 1)).sum(axis=1)
    total = shown.sum(axis=1) + truth.sum(axis=0)
    common = GRID[np.argmax(2 * hits.sum(axis=1) / np.maximum(total.sum(axis=1), 1))]
    f1 = 2 * hits / np.maximum(total, 1)
    padded = np.pad(f1, ((_SMOOTHING // 2, _SMOOTHING // 2), (0, 0)), mode="edge")
    smooth = np.lib.stride_tricks.sliding_window_view(padded, _SMOOTHING, axis=0).mean(axis=-1)
    own = np.where(truth.any(axis=0), GRID[np.argmax(smooth, axis=0)], common)
    return np.asarray(shrinkage * common + (1 - shrinkage) * own)
