"""Tests of whether two models differ: permutation by document, McNemar's, and Holm's correction for many."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from inspection_findings.evaluation.metrics import Floats

_BLOCK = 256
_TIE = 1e-12
"""Differences this near are equal: sums in another order differ by less."""


@dataclass(frozen=True)
class McNemar:
    """Cells that one model gets right and the other wrong, and whether one does so more often.

    Attributes
    ----------
    only_a, only_b
        Cells that the one gets right alone.
    p_value
        Of the exact two-sided test.
    """

    only_a: int
    only_b: int
    p_value: float


def mcnemar(only_a: int, only_b: int) -> McNemar:
    """McNemar's test, exact (McNemar 1947): the cells that differ are as likely to favour either.

    It takes cells to be independent. Those of one document are not, so the p-value is smaller than it should
    be: the permutation test is the one to go by.

    Parameters
    ----------
    only_a, only_b
        Cells that the one model gets right and the other does not.
    """
    from scipy.stats import binomtest

    differing = only_a + only_b
    p_value = float(binomtest(only_a, differing).pvalue) if differing else 1.0
    return McNemar(only_a, only_b, p_value)


def permutation_p_values(
    a: Floats,
    b: Floats,
    statistics: Callable[[Floats], Mapping[str, Floats]],
    *,
    permutations: int,
    seed: int = 0,
) -> dict[str, Floats]:
    """Two-sided p-values of a paired permutation test that swaps the models' answers a document at a time.

    If the models are the same, it does not matter whose answer to a document is whose. Of all ways to swap
    them some are drawn, and the one that was seen counts as one of them, so that no p-value is 0 (Phipson
    and Smyth 2010).

    Parameters
    ----------
    a, b
        Sums of the two models, a row a document.
    statistics
        From rows of sums of a whole sample to statistics by name, each of shape (r, …).
    permutations
        How many are drawn.
    seed
        Of the drawing.

    Returns
    -------
    dict
        Of each statistic, in its shape for one sample; ``nan`` where the difference itself is.
    """
    total_a, total_b, change = a.sum(axis=0), b.sum(axis=0), b - a
    seen = _differences(statistics, total_a[None, :], total_b[None, :])
    extreme = {name: np.zeros(values.shape[1:]) for name, values in seen.items()}
    generator = np.random.default_rng(seed)
    for start in range(0, permutations, _BLOCK):
        swapped = generator.integers(0, 2, (min(_BLOCK, permutations - start), len(a))).astype(np.float64)
        moved = swapped @ change
        for name, values in _differences(statistics, total_a + moved, total_b - moved).items():
            # A sample that holds nothing to measure counts against the difference.
            below = np.abs(values) < np.abs(seen[name]) - _TIE
            extreme[name] += (~below).sum(axis=0)
    return {
        name: np.where(np.isnan(seen[name][0]), np.nan, (1 + count) / (1 + permutations))
        for name, count in extreme.items()
    }


def _differences(
    statistics: Callable[[Floats], Mapping[str, Floats]], a: Floats, b: Floats
) -> dict[str, Floats]:
    ours = statistics(a)
    return {name: theirs - ours[name] for name, theirs in statistics(b).items()}


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjust p-values for their number (Holm 1979), in their order; ``nan`` is left out and stays.

    The chance that any of the true hypotheses is rejected is then kept, whatever they have to do with each
    other.
    """
    values = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(values)[: np.count_nonzero(~np.isnan(values))]
    steps = values[order] * np.arange(len(order), 0, -1)
    adjusted = np.full(len(values), np.nan)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return adjusted.tolist()
