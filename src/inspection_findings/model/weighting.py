"""Naive Bayes weights: how much each feature alone says of a class."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]


def ratio_weights(
    features: sparse.csr_matrix,
    target: NDArray[Any],
    *,
    power: float,
    smoothing: float,
    occurrences: NDArray[Any] | None = None,
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
    occurrences
        Rows in which each feature is not zero, shape (f,), where they are known from another target.

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
    apart = (features.count_nonzero(axis=0) if occurrences is None else occurrences) - together
    ratio = np.log((together + smoothing * share) / share) - np.log(
        (apart + smoothing * (1 - share)) / (1 - share)
    )
    weights = np.abs(ratio) ** power
    mean_square = np.mean(weights**2)
    return np.asarray(weights / np.sqrt(mean_square)) if mean_square > 0 else np.ones(features.shape[1])


def times(features: sparse.csr_matrix, weights: Floats) -> sparse.csr_matrix:
    """Each column of a matrix times its weight; the indices are shared with the matrix."""
    data = weights[features.indices]
    data *= features.data
    return sparse.csr_matrix((data, features.indices, features.indptr), shape=features.shape)


def with_one_more(features: sparse.csr_matrix, columns: NDArray[np.intp], width: int) -> sparse.csr_matrix:
    """A matrix with further columns, of which each row has one that is 1.

    It is what stacking a one-hot matrix beside it gives, in a third of the time.

    Parameters
    ----------
    features
        Shape (n, f).
    columns
        Which of the further columns, shape (n,).
    width
        How many further columns there are.

    Returns
    -------
    csr_matrix of shape (n, f + width)
    """
    rows, columns_before = features.shape
    indptr = features.indptr + np.arange(rows + 1, dtype=features.indptr.dtype)
    last = indptr[1:] - 1
    before = np.ones(features.nnz + rows, dtype=bool)
    before[last] = False
    data = np.ones(len(before))
    data[before] = features.data
    indices = np.empty(len(before), dtype=features.indices.dtype)
    indices[before] = features.indices
    indices[last] = columns_before + columns
    return sparse.csr_matrix((data, indices, indptr), shape=(rows, columns_before + width))
