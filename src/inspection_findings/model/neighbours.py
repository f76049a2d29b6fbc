"""What the second pass reads: the first pass's scores of a sentence and of its neighbours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_LIMIT = 7.0
_ABSENT = -4.0
_SMALLEST = 1e-4

Floats = NDArray[np.float64]


def sigmoid(logits: Floats) -> Floats:
    """Logistic function, stable at both ends."""
    return np.exp(-np.logaddexp(0.0, -logits))


def logit(probabilities: Floats, smallest: float = _SMALLEST) -> Floats:
    """Log-odds, clipped so that 0 and 1 stay finite."""
    clipped = np.clip(probabilities, smallest, 1 - smallest)
    return np.log(clipped) - np.log1p(-clipped)


def pair_probabilities(domain_logits: Floats, polarity_logits: Floats) -> Floats:
    """Probability of each label as P(domain) times P(polarity given the domain).

    Parameters
    ----------
    domain_logits
        Shape (n, 11).
    polarity_logits
        Shape (n, 11, 2): strength and weakness of each domain.

    Returns
    -------
    ndarray of shape (n, 22)
    """
    pairs = sigmoid(domain_logits)[:, :, None] * sigmoid(polarity_logits)
    return pairs.reshape(len(domain_logits), -1)


def neighbour_features(
    domain_logits: Floats, polarity_logits: Floats, bounds: list[tuple[int, int]]
) -> Floats:
    """Dense input of the second pass.

    For every label: the sentence's own log-odds, those of the sentence before and after it in the
    passage, and the mean and maximum over the passage's other sentences; beside these the domain's
    own log-odds and whether there is a sentence before and after.

    Parameters
    ----------
    domain_logits
        First-pass log-odds of the domains, shape (n, 11).
    polarity_logits
        First-pass log-odds of the polarities, shape (n, 11, 2).
    bounds
        Passage ranges as given by ``passage_bounds``.

    Returns
    -------
    ndarray of shape (n, 5 * 22 + 11 + 2)
    """
    pairs = pair_probabilities(domain_logits, polarity_logits)
    own = np.clip(logit(pairs), -_LIMIT, _LIMIT)
    n = len(own)
    before = np.full_like(own, _ABSENT)
    after = np.full_like(own, _ABSENT)
    mean = np.full_like(own, _ABSENT)
    highest = np.full_like(own, _ABSENT)
    exists = np.zeros((n, 2))
    for start, end in bounds:
        size = end - start
        if size == 1:
            continue
        before[start + 1 : end] = own[start : end - 1]
        after[start : end - 1] = own[start + 1 : end]
        exists[start + 1 : end, 0] = 1.0
        exists[start : end - 1, 1] = 1.0
        inside = pairs[start:end]
        mean[start:end] = logit((inside.sum(0) - inside) / (size - 1), 1e-3)
        ranked = np.sort(own[start:end], axis=0)
        is_top = own[start:end] == ranked[-1]
        highest[start:end] = np.where(is_top, ranked[-2], ranked[-1])
    domains = np.clip(domain_logits, -_LIMIT, _LIMIT)
    return np.hstack([own, domains, before, after, mean, highest, exists])
