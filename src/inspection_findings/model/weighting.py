"""Naive Bayes weights: how much each feature alone says of a class."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]


def ratio_weights(
    features: sparse.csr_matrix, target: NDArray[Any], *, power: float, smoothing: float
) -> Floats:
    """Weight of each feature by how differently often it occurs with the class and without.

    A linear model that is fitted on features times these weights, as NB-SVM is (Wang and Manning, ACL 2012),
    is free where a feature speaks clearly and held back where it does not. Two things differ. The ratio is
    taken to a power, for at full strength it overrules the model. And the counts are smoothed towards the
    classes' own frequencies: a feature that was seen once or twice then says little, whatever the class.

    Parameters
    ----------
    features
        Shape (n, f); which of them are not zero counts, not how large they are.
    target
        0/1, shape (n,).
    power
        Of the absolute log-count ratio, 0 to 1; at 0 all weights are 1.
    smoothing
        Occurrences added to each feature, shared between the classes as the rows are.

    Returns
    -------
    ndarray of shape (f,)
        Their mean square is 1, so that regularisation keeps its strength.

    Raises
    ------
    ValueError
        If all rows are of one class.
    """
    positive = np.asarray(target) == 1
    if positive.all() or not positive.any():
        raise ValueError("there are no rows of one class: both are needed")
    share = positive.mean()
    together = features[np.flatnonzero(positive)].count_nonzero(axis=0)
    apart = features.count_nonzero(axis=0) - together
    ratio = np.log((together + smoothing * share) / share) - np.log(
        (apart + smoothing * (1 - share)) / (1 - share)
    )
    weights = np.abs(ratio) ** power
    mean_square = np.mean(weights**2)
    return np.asarray(weights / np.sqrt(mean_square)) if mean_square > 0 else np.ones(features.shape[1])


def times(features: sparse.csr_matrix, weights: Floats) -> sparse.csr_matrix:
    """Each column of a matrix times its weight; the indices are shared with the matrix."""
    return sparse.csr_matrix(
        (features.data * weights[features.indices], features.indices, features.indptr), shape=features.shape
    )
