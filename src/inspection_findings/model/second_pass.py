"""The second pass: each label from the first pass's scores of a sentence and its neighbours."""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from sklearn.utils.validation import check_is_fitted

from inspection_findings.model.neighbours import sigmoid

Floats = NDArray[np.float64]


class SecondPass(ClassifierMixin, BaseEstimator):
    """One logistic regression a label over standardised dense features.

    Parameters
    ----------
    c
        Inverse regularisation strength.

    Attributes
    ----------
    coef_ : ndarray of shape (n_features, n_labels)
        Weights, with the standardisation folded in.
    intercept_ : ndarray of shape (n_labels,)
    classes_ : ndarray of shape (n_labels,)
        Column numbers of the labels.
    """

    def __init__(self, c: float = 0.05) -> None:
        self.c = c

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:  # noqa: N803
        """Fit on features of shape (n, n_features) and a 0/1 matrix of shape (n, n_labels).

        Raises
        ------
        ValueError
            If a label has no example or nothing else.
        """
        truth = np.asarray(y)
        scaler = StandardScaler()
        scaled = scaler.fit_transform(np.asarray(X), sample_weight=sample_weight)
        fitted = [
            LogisticRegression(C=self.c, max_iter=1000).fit(scaled, column, sample_weight=sample_weight)
            for column in truth.T
        ]
        weights = np.stack([model.coef_[0] for model in fitted], axis=1)
        self.coef_ = weights / scaler.scale_[:, None]
        self.intercept_ = np.array([model.intercept_[0] for model in fitted]) - scaler.mean_ @ self.coef_
        self.classes_ = np.arange(truth.shape[1])
        self.n_features_in_ = len(self.coef_)
        return self

    def predict_proba(self, X: ArrayLike) -> Floats:  # noqa: N803
        """Probability of each label, shape (n, n_labels)."""
        check_is_fitted(self)
        return sigmoid(np.asarray(X) @ self.coef_ + self.intercept_)

    def predict(self, X: ArrayLike) -> NDArray[np.int8]:  # noqa: N803
        """Labels with a probability of at least a half, as a 0/1 matrix."""
        return (self.predict_proba(X) >= 0.5).astype(np.int8)
