"""n-grams as whole numbers, looked up many at once.

An n-gram is what it is without its last symbol, and that symbol: two numbers, which make one. A table for
each length says which number that is. Keys are compared whole: no n-gram is ever taken for another.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]

_SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""2**64 over the golden ratio: multiplicative hashing (Knuth, The Art of Computer Programming, 6.4)."""

_ROOM = 3
"""Slots of a table for each key, at least."""


class Table:
    """Places of whole numbers: a hash table with open addressing.

    Parameters
    ----------
    keys
        Distinct and not negative.

    Examples
    --------
    >>> Table(np.array([70, 50])).find(np.array([50, 60, 70])).tolist()
    [1, -1, 0]
    """

    def __init__(self, keys: Integers) -> None:
        self._size = len(keys)
        bits = max((_ROOM * len(keys)).bit_length(), 1)
        self._shift, self._mask = np.uint64(64 - bits), (1 << bits) - 1
        self._keys = np.full(1 << bits, -1)
        self._places = np.zeros(1 << bits, dtype=np.int32)
        left, slots = np.arange(len(keys)), self._slots(keys)
        while len(left):
            free = self._keys[slots] < 0
            self._keys[slots[free]] = keys[left[free]]
            # Of several that want a slot, one has it now; the others go on to the next.
            settled = self._keys[slots] == keys[left]
            self._places[slots[settled]] = left[settled]
            left, slots = left[~settled], (slots[~settled] + 1) & self._mask

    def __len__(self) -> int:
        """Return the number of keys."""
        return self._size

    def find(self, wanted: Integers) -> Integers:
        """Place of each number among the keys, -1 for those that are none of them."""
        places = np.full(len(wanted), -1)
        slots = self._slots(wanted)
        left = np.arange(len(wanted))
        while len(left):
            found = self._keys[slots]
            hit = found == wanted
            places[left[hit]] = self._places[slots[hit]]
            # An empty slot ends the search.
            on = np.flatnonzero(~hit & (found >= 0))
            left, wanted, slots = left[on], wanted[on], (slots[on] + 1) & self._mask
        return places

    def _slots(self, numbers: Integers) -> Integers:
        return ((numbers.astype(np.uint64) * _SPREAD) >> self._shift).astype(np.int64)


class NgramTree:
    """n-grams over an alphabet of numbered symbols, and all they begin with, numbered together.

    Parameters
    ----------
    symbols
        Of all n-grams, one n-gram after the other: numbers from 0 to `alphabet`, exclusive.
    sizes
        How many symbols each n-gram has, at least one.
    alphabet
        Number of symbols.

    Attributes
    ----------
    numbers
        Number of each n-gram, in the order in which they were given.
    size
        How many numbers there are. A symbol's own number stands for it alone.
    """

    def __init__(self, symbols: Integers, sizes: Integers, alphabet: int) -> None:
        self.size = self._alphabet = alphabet
        self._levels: list[tuple[Table, int]] = []
        starts = np.cumsum(sizes) - sizes
        self.numbers = symbols[starts]
        for n in range(2, sizes.max(initial=1) + 1):
            longer = np.flatnonzero(sizes >= n)
            keys = self.numbers[longer] * alphabet + symbols[starts[longer] + n - 1]
            ordered = np.sort(keys)
            table = Table(ordered[np.diff(ordered, prepend=-1) > 0])
            self.numbers[longer] = table.find(keys) + self.size
            self._levels.append((table, self.size))
            self.size += len(table)

    def extend(self, numbers: Integers, symbols: Integers, n: int) -> Integers:
        """Number of each n-gram that consists of n - 1 symbols, given by their number, and one more.

        Parameters
        ----------
        numbers, symbols
            Shape (m,); -1 for what is unknown.
        n
            At least 2.

        Returns
        -------
        ndarray of shape (m,)
            -1 where there is no such n-gram.
        """
        found = np.full(len(numbers), -1)
        if n - 2 < len(self._levels):
            table, offset = self._levels[n - 2]
            known = np.flatnonzero((numbers >= 0) & (symbols >= 0))
            places = table.find(numbers[known] * self._alphabet + symbols[known])
            found[known] = np.where(places < 0, -1, places + offset)
        return found

    def find(self, symbols: Integers, sizes: Integers) -> Integers:
        """Number of each of some n-grams, laid out as for the tree itself, -1 for those it does not have.

        Symbols may be -1: unknown.
        """
        starts = np.cumsum(sizes) - sizes
        numbers = symbols[starts]
        for n in range(2, sizes.max(initial=1) + 1):
            longer = np.flatnonzero(sizes >= n)
            numbers[longer] = self.extend(numbers[longer], symbols[starts[longer] + n - 1], n)
        return numbers
