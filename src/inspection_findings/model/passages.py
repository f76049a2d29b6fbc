"""Where the sentences of passages stand to each other, and running sums within passages."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Neighbours(NamedTuple):
    """Who stands where in n sentences.

    Attributes
    ----------
    first, last
        First and last sentence of each one's passage, shape (n,).
    before, after
        How many sentences of its passage stand before and after each, shape (n,).
    onwards, backwards
        Sentences that are one away from the first, or from the last, of their passage; those that are two
        away, and so on.
    """

    first: Integers
    last: Integers
    before: Integers
    after: Integers
    onwards: list[Integers]
    backwards: list[Integers]

    @classmethod
    def of(cls, bounds: Sequence[tuple[int, int]], n: int) -> Neighbours:
        """Neighbours in passages as given by ``passage_bounds``; none where there are no bounds."""
        each = np.arange(n)
        first, last = each, each
        if bounds:
            starts, ends = np.array(bounds).T
            first, last = np.repeat(starts, ends - starts), np.repeat(ends - 1, ends - starts)
        before, after = each - first, last - each
        return cls(first, last, before, after, _by_distance(before), _by_distance(after))

    def accumulate(self, values: Floats, ufunc: np.ufunc, *, backwards: bool = False) -> Floats:
        """Accumulate rows within each passage, all passages at once; shape as that of the values."""
        total = values.copy()
        step = -1 if backwards else 1
        for here in self.backwards if backwards else self.onwards:
            total[here] = ufunc(total.take(here - step, axis=0), values.take(here, axis=0))
        return total

    def totals(self, values: Floats) -> Floats:
        """Sum of the values, shape (n,), over the passage of each sentence; sizes one by one."""
        starts = np.flatnonzero(self.before == 0)
        sizes = self.after[starts] + 1
        total = np.empty_like(values)
        for size in np.unique(sizes):
            rows = starts[sizes == size][:, None] + np.arange(size)
            total[rows] = values[rows].sum(axis=1, keepdims=True)
        return total


def _by_distance(away: Integers) -> list[Integers]:
    """Sentences that are 1, 2, 3 and so on away."""
    order = np.argsort(away, kind="stable")
    edges = np.searchsorted(away, np.arange(1, away.max(initial=0) + 2), sorter=order)
    return [order[start:end] for start, end in pairwise(edges)]
