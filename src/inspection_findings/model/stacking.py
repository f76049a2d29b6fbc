"""The second pass: each label anew from the scores of its sentence and of its neighbours."""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.utils.validation import check_is_fitted

from inspection_findings.model.neighbours import stacked_probabilities

Floats = NDArray[np.float64]

_UNLIKELY = 0.011
_STANDS_FOR = 10
"""Cells that the first pass all but rules out are many and alike: one in so many stands for the others."""


def cell_weights(weight: Floats, first: Floats) -> Floats:
    """Weights of the (sentence, label) cells to fit `PassageStacker` on: most unlikely ones have none.

    Parameters
    ----------
    weight
        Of each sentence, shape (n,).
    first
        Label probabilities of the first pass, shape (n, 22).

    Returns
    -------
    ndarray of shape (n, 22)
    """
    taken = (np.arange(first.size) % _STANDS_FOR == 0).reshape(first.shape)
    return weight[:, None] * np.where(first > _UNLIKELY, 1.0, taken * float(_STANDS_FOR))


class PassageStacker(ClassifierMixin, BaseEstimator):
    """One round of stacking: a logistic regression a label over that label's own cell features.

    Each label's weights are a mixture of two fits: one that all labels share, over all cells, with an
    intercept a label, and one of the label's own. Labels with few examples lean on what holds for all:
    how a sentence's neighbours, its domain and its other labels bear on it.

    Parameters
    ----------
    c
        Inverse regularisation strength of both fits.
    shared
        Weight of the shared fit, 0 to 1.

    Attributes
    ----------
    coef_ : ndarray of shape (n_labels, n_features)
        Weights, with the standardisation folded in.
    intercept_ : ndarray of shape (n_labels,)
    classes_ : ndarray of shape (n_labels,)
        Column numbers of the labels.
    """

    def __init__(self, c: float = 1.0, shared: float = 0.5) -> None:
        self.c = c
        self.shared = shared

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:  # noqa: N803
        """Fit on cell features of shape (n, n_labels, n_features) and a 0/1 matrix (n, n_labels).

        Parameters
        ----------
        X, y
            Cell features and truth.
        sample_weight
            Of each sentence, shape (n,), or of each cell, shape (n, n_labels); 1 by default. Cells of no
            weight are left out.

        Raises
        ------
        ValueError
            If a label has no example or nothing else.
        """
        cells, truth = np.asarray(X, dtype=np.float64), np.asarray(y)
        n, n_labels, n_features = cells.shape
        weight = np.ones(n) if sample_weight is None else np.asarray(sample_weight, dtype=np.float64)
        weight = np.broadcast_to(weight.reshape(n, -1), (n, n_labels))
        rows, labels = np.nonzero(weight)
        used, truth, weight = cells[rows, labels], truth[rows, labels], weight[rows, labels]
        mean = used.mean(axis=0)
        # A feature that never varies (a section that is not in the data) is left at its mean.
        scale = np.where((deviation := used.std(axis=0)) > 0, deviation, 1.0)
        # What all labels share is fitted to which label it is too: that stands beside the features.
        every_cell = np.zeros((len(used), n_features + n_labels))
        scaled = every_cell[:, :n_features]
        np.subtract(used, mean, out=scaled)
        scaled /= scale
        every_cell[np.arange(len(used)), n_features + labels] = 1.0

        common = self._regression().fit(every_cell, truth, weight)
        own = [
            self._regression().fit(scaled[mine], truth[mine], weight[mine])
            for mine in (labels == k for k in range(n_labels))
        ]

        weights = self.shared * common.coef_[0, :n_features] + (1 - self.shared) * np.vstack(
            [model.coef_[0] for model in own]
        )
        offsets = self.shared * (common.coef_[0, n_features:] + common.intercept_[0]) + (
            1 - self.shared
        ) * np.array([model.intercept_[0] for model in own])
        self.coef_ = weights / scale
        self.intercept_ = offsets - self.coef_ @ mean
        self.classes_ = np.arange(n_labels)
        self.n_features_in_ = n_features
        return self

    def _regression(self) -> LogisticRegression:
        return LogisticRegression(C=self.c, max_iter=1000)

    def predict_proba(self, X: ArrayLike) -> Floats:  # noqa: N803
        """Probability of each label, shape (n, n_labels)."""
        check_is_fitted(self)
        return stacked_probabilities(np.asarray(X), self.coef_, self.intercept_)

    def predict(self, X: ArrayLike) -> NDArray[np.int8]:  # noqa: N803
        """Labels with a probability of at least a half, as a 0/1 matrix."""
        return (self.predict_proba(X) >= 0.5).astype(np.int8)
