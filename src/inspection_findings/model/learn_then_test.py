"""Learn then test: which thresholds reach which precision, tested on predictions for unseen authorities.

The method is fixed-sequence testing as in Angelopoulos, Bates, Candès, Jordan and Lei, *Learn then test*
(Annals of Applied Statistics, 2025). A family of thresholds runs from strict to lax. For a wanted
precision its members are tested in that order, each at the full error level, until the first that fails;
the last that passed is used, and the chance that it promises too much is at most that level.

Sentences of one authority resemble each other, so that the usual binomial p-value is too hopeful. The test
is the exact binomial one with the effective sample size in place of the number of findings: Korn and
Graubard (Survey Methodology, 1998), with authorities as the clusters.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import beta, t

from inspection_findings.model.risk_control import CONFIDENCE, Floats, RiskControl

LEVELS = np.arange(0.995, 0.0, -0.0025)
"""Mean confidence of what a member of the family shows, label by label, from strict to lax."""

START = 0.1
"""Testing starts where this share of the usual findings is shown: with fewer, a test says nothing."""

MIN_GROUPS = 10
"""With fewer authorities the spread between them is not known well enough to promise anything."""

Bound = Callable[[Floats, Floats], Floats]
"""Lower confidence bounds from right findings and all, both of shape (m, number of groups)."""


def control_precision(
    truth: NDArray[np.int8],
    probabilities: Floats,
    groups: ArrayLike,
    thresholds: Floats,
    *,
    bound: Bound | None = None,
) -> RiskControl | None:
    """Test the family of thresholds, for every precision at once.

    Parameters
    ----------
    truth
        0/1 matrix of shape (n, k).
    probabilities
        Out-of-fold probabilities of the same rows, shape (n, k).
    groups
        The authority of each row, shape (n,).
    thresholds
        Probability from which each label is reported, shape (k,).
    bound
        Lower confidence bound of a precision; `precision_bound` by default. Given to compare others with it.

    Returns
    -------
    RiskControl or None
        ``None`` if there are fewer than ten authorities or nothing is reported.
    """
    names, group = np.unique(np.asarray(groups), return_inverse=True)
    family = threshold_family(probabilities, thresholds)
    hits, shown = count_by_group(family, truth, probabilities, group)
    total = shown.sum(axis=1)
    if len(names) < MIN_GROUPS or not total[-1]:
        return None
    tested = slice(int(np.argmax(total >= START * total[-1])), None)
    # A member passes for a precision if it and all stricter ones reach it: the least of their bounds.
    promised = np.minimum.accumulate((bound or precision_bound)(hits[tested], shown[tested]))
    laxest = np.append(np.diff(promised) < 0, True)
    return RiskControl(promised[laxest], family[tested][laxest])


def threshold_family(probabilities: Floats, thresholds: Floats) -> Floats:
    """Thresholds from strict to lax: at each level every label's findings are as confident on average.

    Confidence is calibrated, alike for all labels, so each label is right about as often. The family
    is made of the scores alone: were it fitted to the truth, testing it on that truth would flatter it.

    Parameters
    ----------
    probabilities
        Shape (n, k).
    thresholds
        Probability from which each label is reported, shape (k,). The last member is these.

    Returns
    -------
    ndarray of shape (m, k), falling along the first axis
    """
    family = np.ones((len(LEVELS) + 1, len(thresholds)))
    family[-1] = thresholds
    for k, lowest in enumerate(thresholds):
        scores = np.sort(probabilities[:, k])[::-1]
        scores = scores[scores >= lowest]
        mean = np.cumsum(scores) / np.arange(1, len(scores) + 1)
        # The mean falls as more is shown: how many findings keep it at the level.
        count = np.searchsorted(-mean, -LEVELS, side="right")
        family[:-1][count > 0, k] = scores[count[count > 0] - 1]
    return family


def count_by_group(
    family: Floats, truth: NDArray[np.int8], probabilities: Floats, group: NDArray[np.intp]
) -> tuple[Floats, Floats]:
    """Findings that each member shows, right ones and all, by group.

    Parameters
    ----------
    family
        Shape (m, k), falling along the first axis.
    truth, probabilities
        Shape (n, k).
    group
        Number of each row's group, from 0, shape (n,).

    Returns
    -------
    tuple of ndarray
        Right ones and all, each of shape (m, number of groups).
    """
    shape = (len(family), int(group.max(initial=-1)) + 1)
    hits, shown = np.zeros(shape), np.zeros(shape)
    for k in range(family.shape[1]):
        rows = np.flatnonzero(probabilities[:, k] >= family[-1, k])
        # The first member that shows a finding; all laxer ones do too.
        first = len(family) - np.searchsorted(family[::-1, k], probabilities[rows, k], side="right")
        cell = first * shape[1] + group[rows]
        shown += np.bincount(cell, minlength=shown.size).reshape(shape)
        hits += np.bincount(cell, weights=truth[rows, k], minlength=hits.size).reshape(shape)
    return np.cumsum(hits, axis=0), np.cumsum(shown, axis=0)


def precision_bound(hits: Floats, shown: Floats, *, confidence: float = CONFIDENCE) -> Floats:
    """Lower confidence bound of a precision over groups of findings that are right or wrong together.

    Clopper and Pearson's bound with the number of findings divided by the design effect: how much greater the
    variance between groups is than that of as many independent findings. It is never taken as below 1.

    Parameters
    ----------
    hits, shown
        Right findings and all, shape (..., number of groups).
    confidence
        Of the one-sided bound.

    Returns
    -------
    ndarray of shape (...), 0 where nothing is shown
    """
    groups = hits.shape[-1]
    n = np.maximum(shown.sum(axis=-1), 1.0)
    share = hits.sum(axis=-1) / n
    residuals = hits - share[..., None] * shown
    variance = groups / (groups - 1) * (residuals**2).sum(axis=-1) / n**2
    independent = share * (1 - share) / n
    effect = np.divide(variance, independent, out=np.ones_like(share), where=independent > 0)
    # The variance is itself estimated, from as many groups and not as many findings.
    certainty = (t.ppf(confidence, np.maximum(n - 1, 1)) / t.ppf(confidence, groups - 1)) ** 2
    effective = n / np.maximum(effect, 1) * np.minimum(certainty, 1)
    bound = beta.ppf(1 - confidence, share * effective, (1 - share) * effective + 1)
    return np.where(share > 0, bound, 0.0)
