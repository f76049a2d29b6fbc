"""Parts of words, looked up for all words at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inspection_findings.model.ngrams import NgramTree
from inspection_findings.model.terms import Terms, code_points

Integers = NDArray[np.int64]


class Parts:
    """A vocabulary of character n-grams within words, as ``CharNgrams`` cuts them.

    Parameters
    ----------
    terms
        The n-grams, in the order of their columns.
    low, high
        Sizes of n-grams.
    """

    def __init__(self, terms: Terms, low: int, high: int) -> None:
        self._low, self._high = low, high
        codes, sizes = terms.characters()
        # The last entry is for all that come after those that are known.
        self._symbol = np.full(codes.max(initial=0) + 2, -1)
        alphabet = np.flatnonzero(np.bincount(codes, minlength=1))
        self._symbol[alphabet] = np.arange(len(alphabet))
        self._tree = NgramTree(self._symbol[codes], sizes, len(alphabet))
        # The last entry is for what is unknown.
        self._columns = np.full(self._tree.size + 1, -1)
        self._columns[self._tree.numbers] = np.arange(len(sizes))

    def columns(self, grams: Terms) -> Integers:
        """Column of each n-gram, -1 for unknown ones."""
        codes, sizes = grams.characters()
        return self._columns[self._tree.find(self._symbols(codes), sizes)]

    def of(self, words: Sequence[str]) -> tuple[Integers, Integers]:
        """Known parts of words, repeats included.

        Returns
        -------
        rows, columns : ndarray of shape (m,)
            Number of the word, in ascending order, and column of the part.
        """
        symbols = self._symbols(code_points("".join(f" {word} " for word in words)))
        sizes = np.fromiter(map(len, words), np.int64, count=len(words)) + 2
        row = np.repeat(np.arange(len(words)), sizes)
        # How many characters the word still has, from each of them on.
        left = np.cumsum(sizes)[row] - np.arange(len(symbols))
        places, numbers = np.flatnonzero(symbols >= 0), symbols[symbols >= 0]
        found: list[tuple[Integers, Integers]] = []
        for n in range(1, self._high + 1):
            if n > 1:
                within = left[places] >= n
                places, numbers = places[within], numbers[within]
                numbers = self._tree.extend(numbers, symbols[places + n - 1], n)
                places, numbers = places[numbers >= 0], numbers[numbers >= 0]
            if n < self._low:
                # A word that is shorter than the shortest n-gram counts once, whole.
                whole = (left[places] == n) & (sizes[row[places]] == n)
                columns = np.where(whole, self._columns[numbers], -1)
            else:
                columns = self._columns[numbers]
            found.append((row[places[columns >= 0]], columns[columns >= 0]))
        rows, columns = (np.concatenate(each) for each in zip(*found, strict=True))
        order = np.argsort(rows, kind="stable")
        return rows[order], columns[order]

    def _symbols(self, codes: Integers) -> Integers:
        """Number of each character, -1 for those that are in no n-gram."""
        return self._symbol[np.minimum(codes, len(self._symbol) - 1)]
