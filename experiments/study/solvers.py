"""Ways to fit one linear classifier: each gives weights and an intercept for log-odds or a margin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_selection import SelectKBest, chi2
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.naive_bayes import MultinomialNB
from sklearn.svm import LinearSVC

from inspection_findings.model.config import FirstPassConfig
from inspection_findings.model.weighting import ratio_weights, times
from study.config import FirstPass, Solver

Floats = NDArray[np.float64]
Fitted = tuple[Floats, float]
Fit = Callable[[FirstPass, float, sparse.csr_matrix, NDArray[Any]], Fitted]

SEED = 0
_SMOOTHING = 1.0


def fit_binary(spec: FirstPass, c: float, features: sparse.csr_matrix, target: NDArray[Any]) -> Fitted:
    """Fit one binary classifier.

    Parameters
    ----------
    spec
        Names the solver.
    c
        Inverse regularisation strength.
    features
        Shape (n, f).
    target
        0/1, shape (n,).

    Returns
    -------
    weights, shape (f,), and intercept
    """
    return SOLVERS[spec.solver](spec, c, features, target)


def _weights(model: Any) -> Fitted:
    return model.coef_[0], float(model.intercept_[0])


def _class_weight(spec: FirstPass) -> str | None:
    return "balanced" if spec.balanced else None


def _logistic(spec: FirstPass, c: float, features: sparse.csr_matrix, target: NDArray[Any]) -> Fitted:
    # With the solver of the product.
    model = LogisticRegression(
        C=c, solver="liblinear", dual=True, tol=0.01, max_iter=500,
        random_state=SEED, class_weight=_class_weight(spec),
    )  # fmt: skip
    return _weights(model.fit(features, target))


def _svm(spec: FirstPass, c: float, features: sparse.csr_matrix, target: NDArray[Any]) -> Fitted:
    model = LinearSVC(C=c, tol=0.01, random_state=SEED, class_weight=_class_weight(spec))
    return _weights(model.fit(features, target))


def _l1(spec: FirstPass, c: float, features: sparse.csr_matrix, target: NDArray[Any]) -> Fitted:
    model = LogisticRegression(
        C=c, l1_ratio=1.0, solver="liblinear", tol=0.05, max_iter=50,
        random_state=SEED, class_weight=_class_weight(spec),
    )  # fmt: skip
    return _weights(model.fit(features, target))


def _elastic_net(spec: FirstPass, c: float, features: sparse.csr_matrix, target: NDArray[Any]) -> Fitted:
    # Stochastic gradient descent: exact solvers of the elastic net take a hundred times as long here.
    model = SGDClassifier(
        loss="log_loss", penalty="elasticnet", l1_ratio=0.15, alpha=1 / (c * features.shape[0]),
        max_iter=30, random_state=SEED, class_weight=_class_weight(spec),
    )  # fmt: skip
    return _weights(model.fit(features, target))


def _naive_bayes(spec: FirstPass, c: float, features: sparse.csr_matrix, target: NDArray[Any]) -> Fitted:
    # Multinomial, on TF-IDF weights in place of counts (Rennie et al., ICML 2003).
    model = MultinomialNB(alpha=1 / c).fit(features, target)
    weights = model.feature_log_prob_[1] - model.feature_log_prob_[0]
    return weights, float(model.class_log_prior_[1] - model.class_log_prior_[0])


def _nb_svm(spec: FirstPass, c: float, features: sparse.csr_matrix, target: NDArray[Any]) -> Fitted:
    # Each feature times its Naive Bayes log-count ratio (Wang and Manning, ACL 2012), then logistic.
    positive = _SMOOTHING + features[np.flatnonzero(target == 1)].count_nonzero(axis=0)
    negative = _SMOOTHING + features[np.flatnonzero(target == 0)].count_nonzero(axis=0)
    ratio = np.log(positive / positive.sum()) - np.log(negative / negative.sum())
    weights, intercept = _logistic(spec, c, times(features, ratio), target)
    return weights * ratio, intercept


def _weighted(spec: FirstPass, c: float, features: sparse.csr_matrix, target: NDArray[Any]) -> Fitted:
    # As in the product (model/factorised.py).
    shipped = FirstPassConfig()
    ratio = ratio_weights(features, target, power=shipped.ratio_power, smoothing=shipped.smoothing)
    weights, intercept = _logistic(spec, c, times(features, ratio), target)
    return weights * ratio, intercept


def _chi2(spec: FirstPass, c: float, features: sparse.csr_matrix, target: NDArray[Any]) -> Fitted:
    number = min(spec.keep_features, features.shape[1])
    chosen = SelectKBest(chi2, k=number).fit(features, target).get_support()
    weights = np.zeros(features.shape[1])
    weights[chosen], intercept = _logistic(spec, c, features[:, np.flatnonzero(chosen)], target)
    return weights, intercept


SOLVERS: dict[Solver, Fit] = {
    "logistic": _logistic,
    "svm": _svm,
    "l1": _l1,
    "elastic-net": _elastic_net,
    "naive-bayes": _naive_bayes,
    "nb-svm": _nb_svm,
    "weighted": _weighted,
    "chi2": _chi2,
}
