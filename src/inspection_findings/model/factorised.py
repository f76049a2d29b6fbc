"""The first pass: which domains, then which polarity given the domain."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.utils.validation import check_is_fitted

from inspection_findings.model.neighbours import pair_probabilities
from inspection_findings.model.parameters import N_DOMAINS, N_LABELS, N_POLARITIES
from inspection_findings.model.weighting import ratio_weights, times, with_one_more

Floats = NDArray[np.float64]


class FactorisedClassifier(ClassifierMixin, BaseEstimator):
    """Multi-label classifier of (domain, polarity) pairs as P(domain) * P(polarity | domain).

    The domains are one-vs-rest logistic regressions. Each polarity is one logistic regression over all
    (sentence, domain) pairs of the training data, with the domain as a feature, so that what makes a
    sentence critical is learnt once and not eleven times. Before each fit, features are weighted by how
    much each alone says of the class (`ratio_weights`); the weights are folded into the coefficients.

    Parameters
    ----------
    domain_c, polarity_c
        Inverse regularisation strengths.
    ratio_power, smoothing
        Of `ratio_weights`; with a power of 0 features are not weighted.
    seed
        Random state of the solver.

    Attributes
    ----------
    coef_ : ndarray of shape (13, n_features)
        Weights of the domains, then of the polarities, rounded to single precision so that the saved
        model scores exactly as this one.
    intercept_ : ndarray of shape (13,)
    polarity_offsets_ : ndarray of shape (11, 2)
        What each domain adds to the polarity logits.
    classes_ : ndarray of shape (22,)
        Column numbers of the labels.
    """

    def __init__(
        self,
        domain_c: float = 4.0,
        polarity_c: float = 4.0,
        ratio_power: float = 0.5,
        smoothing: float = 10.0,
        seed: int = 0,
    ) -> None:
        self.domain_c = domain_c
        self.polarity_c = polarity_c
        self.ratio_power = ratio_power
        self.smoothing = smoothing
        self.seed = seed

    def fit(self, X: Any, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:  # noqa: N803
        """Fit on features of shape (n, n_features) and a 0/1 matrix of shape (n, 22).

        Raises
        ------
        ValueError
            If a domain or a polarity has no example or nothing else.
        """
        features = sparse.csr_matrix(X, dtype=np.float64)
        pairs = np.asarray(y).reshape(-1, N_DOMAINS, N_POLARITIES)
        weight = np.ones(len(pairs)) if sample_weight is None else np.asarray(sample_weight)
        domains = pairs.max(axis=2)
        fitted = self._one_vs_rest(self.domain_c, features, domains, weight)
        # One row for each (sentence, domain) that is judged.
        rows, which = np.nonzero(domains)
        judged = with_one_more(features[rows], which, N_DOMAINS)
        polarities = self._one_vs_rest(self.polarity_c, judged, pairs[rows, which], weight[rows])
        n_features = features.shape[1]
        return self.set_fitted(
            np.vstack([c[:n_features] for c, _ in (*fitted, *polarities)]).astype(np.float32),
            np.array([b for _, b in (*fitted, *polarities)]),
            np.stack([c[n_features:] for c, _ in polarities], axis=1),
        )

    def set_fitted(
        self, coefficients: NDArray[np.float32], intercepts: Floats, polarity_offsets: Floats
    ) -> Self:
        """Take on what a fit gave: `coef_`, `intercept_` and `polarity_offsets_`."""
        self.coef_ = coefficients.astype(np.float64)
        self.intercept_ = intercepts
        self.polarity_offsets_ = polarity_offsets
        self.classes_ = np.arange(N_LABELS)
        self.n_features_in_ = coefficients.shape[1]
        return self

    def _one_vs_rest(
        self, c: float, features: sparse.csr_matrix, targets: NDArray[np.int_], weight: Floats
    ) -> list[tuple[Floats, float]]:
        """Coefficients and intercept for each column of the targets, shape (n, m)."""
        occurrences = features.count_nonzero(axis=0)
        return [self._binary(c, features, target, weight, occurrences) for target in targets.T]

    def _binary(
        self,
        c: float,
        features: sparse.csr_matrix,
        target: NDArray[np.int_],
        weight: Floats,
        occurrences: NDArray[np.int_] | None = None,
    ) -> tuple[Floats, float]:
        # The dual solver is several times faster on these data than the primal, at the same F1 to the
        # third place with this tolerance; it visits the rows in random order, hence the seed.
        model = LogisticRegression(
            C=c, solver="liblinear", dual=True, tol=0.01, max_iter=500, random_state=self.seed
        )
        ratios = self._ratios(features, target, occurrences)
        model.fit(times(features, ratios), target, sample_weight=weight)
        return model.coef_[0] * ratios, float(model.intercept_[0])

    def _ratios(
        self,
        features: sparse.csr_matrix,
        target: NDArray[np.int_],
        occurrences: NDArray[np.int_] | None = None,
    ) -> Floats:
        return ratio_weights(
            features, target, power=self.ratio_power, smoothing=self.smoothing, occurrences=occurrences
        )

    def logits(self, X: Any) -> tuple[Floats, Floats]:  # noqa: N803
        """Log-odds of the domains, shape (n, 11), and of the polarities given each, shape (n, 11, 2)."""
        check_is_fitted(self)
        raw = np.asarray(X @ self.coef_.T) + self.intercept_
        return raw[:, :N_DOMAINS], raw[:, None, N_DOMAINS:] + self.polarity_offsets_

    def predict_proba(self, X: Any) -> Floats:  # noqa: N803
        """Probability of each label, shape (n, 22)."""
        return pair_probabilities(*self.logits(X))

    def predict(self, X: Any) -> NDArray[np.int8]:  # noqa: N803
        """Labels with a probability of at least a half, as a 0/1 matrix of shape (n, 22)."""
        return (self.predict_proba(X) >= 0.5).astype(np.int8)
