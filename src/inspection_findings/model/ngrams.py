"""n-grams as whole numbers, looked up many at once.

An n-gram is the one that it is without its last symbol, and that symbol: two numbers, and so one. A table for
each length says which number the two of them have. Nothing is hashed but these exact numbers, so no two
n-grams are ever taken for each other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]

_SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""2**64 over the golden ratio, for multiplicative hashing (Knuth, The Art of Computer Programming, 6.4)."""

_ROOM = 3
"""Slots of a table for each key, at least."""


class Table:
    """Places of whole numbers: a hash table with open addressing.

    Parameters
    ----------
    keys
        Distinct and not negative.
    """

    def __init__(self, keys: Integers) -> None:
        bits = max(int(_ROOM * len(keys)).bit_length(), 1)
        self._shift, self._mask = np.uint64(64 - bits), (1 << bits) - 1
        self._keys = np.full(1 << bits, -1)
        self._places = np.zeros(1 << bits, dtype=np.int32)
        left, slots = np.arange(len(keys), dtype=np.int32), self._slots(keys)
        while len(left):
            free = self._keys[slots] < 0
            self._keys[slots[free]] = keys[left[free]]
            # Of several that want a slot one has it now.
            settled = self._keys[slots] == keys[left]
            self._places[slots[settled]] = left[settled]
            left, slots = left[~settled], (slots[~settled] + 1) & self._mask

    def find(self, wanted: Integers) -> Integers:
        """Place of each number among the keys, -1 for those that are none of them."""
        places = np.full(len(wanted), -1)
        slots = self._slots(wanted)
        found = self._keys[slots]
        hits = np.flatnonzero(found == wanted)
        places[hits] = self._places[slots[hits]]
        left = np.flatnonzero((found != wanted) & (found >= 0))
        while len(left):
            slots = (slots[left] if len(slots) == len(wanted) else slots) + 1 & self._mask
            found = self._keys[slots]
        return places

    def _slots(self, numbers: Integers) -> Integers:
        return ((numbers.astype(np.uint64) * _SPREAD) >> self._shift).astype(np.int64)
