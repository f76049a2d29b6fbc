"""The product's first pass with soft labels: domains, then polarity given the domain.

Like ``inspection_findings.model.factorised``, but a label may be a probability. Such a row is counted as a
yes with that weight and a no with the rest, which is cross-entropy with soft targets (Hinton et al. 2015).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from inspection_findings.model.neighbours import pair_probabilities
from inspection_findings.model.parameters import N_DOMAINS, N_POLARITIES

Floats = NDArray[np.float64]

CERTAIN = 0.03
"""Closer than this to no or yes, a probability is taken for it: a row once and not twice."""
JUDGED = 0.1
"""From this probability of a domain on, a sentence teaches the polarity of it."""


@dataclass(frozen=True)
class Linear:
    """Weights of the domains, then of the polarities.

    Attributes
    ----------
    weights
        Shape (13, features).
    intercepts
        Shape (13,).
    offsets
        What each domain adds to the polarities, shape (11, 2).
    """

    weights: Floats
    intercepts: Floats
    offsets: Floats

    def probabilities(self, features: Any) -> Floats:
        """Probability of each label, shape (n, 22)."""
        raw = np.asarray(features @ self.weights.T) + self.intercepts
        return pair_probabilities(raw[:, :N_DOMAINS], raw[:, None, N_DOMAINS:] + self.offsets)


def fit_soft(
    features: Any, labels: Floats, weight: Floats, classifier: Callable[[], LogisticRegression]
) -> Linear:
    """Fit on labels between 0 and 1.

    Parameters
    ----------
    features
        Sparse or not, shape (n, features).
    labels
        Probability of each label, shape (n, 22).
    weight
        Of each row, shape (n,).
    classifier
        Makes an unfitted binary classifier.
    """
    pairs = np.asarray(labels, dtype=np.float64).reshape(-1, N_DOMAINS, N_POLARITIES)
    domains = 1 - (1 - pairs).prod(axis=2)
    fitted = [_binary(classifier(), features, domains[:, k], weight) for k in range(N_DOMAINS)]
    rows, which = np.nonzero(domains > JUDGED)
    judged = _beside(features[rows], np.eye(N_DOMAINS)[which])
    share = domains[rows, which]
    fitted += [
        _binary(classifier(), judged, np.clip(pairs[rows, which, q] / share, 0, 1), weight[rows] * share)
        for q in range(N_POLARITIES)
    ]
    size = features.shape[1]
    return Linear(
        np.vstack([weights[:size] for weights, _ in fitted]),
        np.array([intercept for _, intercept in fitted]),
        np.stack([weights[size:] for weights, _ in fitted[N_DOMAINS:]], axis=1),
    )


def _beside(features: Any, columns: Floats) -> Any:
    if sparse.issparse(features):
        return sparse.hstack([features, sparse.csr_matrix(columns)]).tocsr()
    return np.hstack([features, columns])


def _binary(model: Any, features: Any, target: Floats, weight: Floats) -> tuple[Floats, float]:
    no, yes = target <= CERTAIN, target >= 1 - CERTAIN
    between = ~(no | yes)
    parts = [np.flatnonzero(each) for each in (no, yes, between, between)]
    weights = [weight[no], weight[yes], (weight * target)[between], (weight * (1 - target))[between]]
    hard = np.repeat([0, 1, 1, 0], [len(part) for part in parts])
    model.fit(features[np.concatenate(parts)], hard, sample_weight=np.concatenate(weights))
    return model.coef_[0], float(model.intercept_[0])
