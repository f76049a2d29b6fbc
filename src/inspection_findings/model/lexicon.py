"""What stands between blanks, looked up once: its tokens, and the vocabulary's number of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain, count, islice, repeat
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from inspection_findings.model.text import tokens_of_piece

Integers = NDArray[np.int64]

_CHARACTERS_KEPT = 600_000
"""Of all pieces together, give or take those of a batch: hundreds of reports have half as many."""

Numbering = defaultdict[str, int]
"""Numbers in the order in which they are first asked for."""


def numbering() -> Numbering:
    """A numbering without anything in it yet."""
    return Numbering(count().__next__)


def numbered(items: Iterable[str], size: int, numbers: Numbering) -> Integers:
    """Number of each of so many things; those that have none are given one."""
    return np.fromiter(map(numbers.__getitem__, items), np.int64, count=size)


def newest(numbers: Numbering, size: int) -> list[str]:
    """The things that were numbered last, in order."""
    return list(islice(reversed(numbers), size))[::-1]


class Entries(NamedTuple):
    """What is known of pieces and of the words that are their tokens.

    Attributes
    ----------
    starts, counts
        Of each piece: where its tokens begin in `tokens`, and how many it has.
    tokens
        Of all pieces, as numbers of words.
    terms
        Number that each word has in the vocabulary, -1 where it has none.
    """

    starts: Integers
    counts: Integers
    tokens: Integers
    terms: Integers


class Lexicon:
    """Pieces of text that have come so far, in the order in which they first came.

    Safe to use from several threads.

    Parameters
    ----------
    vocabulary
        Number of each word.

    Attributes
    ----------
    words
        The distinct tokens; their places are the words' numbers. It only grows.
    """

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self.words: list[str] = []
        self._vocabulary = vocabulary
        self._pieces, self._numbers = numbering(), numbering()
        nothing: Integers = np.zeros(0, dtype=np.int64)
        self._entries = Entries(nothing, nothing, nothing, nothing)
        self._characters = 0
        self._lock = Lock()

    @property
    def full(self) -> bool:
        """Whether it holds so much that a new one should take its place."""
        return self._characters > _CHARACTERS_KEPT

    def look_up(self, pieces: Iterable[str], size: int) -> tuple[Integers, Entries]:
        """Number of each of so many pieces, and what is known of these and all before."""
        with self._lock:
            found = numbered(pieces, size, self._pieces)
            known = len(self._entries.starts)
            if len(self._pieces) > known:
                self._learn(newest(self._pieces, len(self._pieces) - known))
            return found, self._entries

    def _learn(self, pieces: list[str]) -> None:
        before = self._entries
        tokens = list(map(tokens_of_piece, pieces))
        counts = np.fromiter(map(len, tokens), np.int64, count=len(tokens))
        words = numbered(chain.from_iterable(tokens), int(counts.sum()), self._numbers)
        new = newest(self._numbers, len(self._numbers) - len(self.words))
        self.words.extend(new)
        terms = np.fromiter(map(self._vocabulary.get, new, repeat(-1)), np.int64, count=len(new))
        starts = len(before.tokens) + np.cumsum(counts) - counts
        self._entries = Entries(
            *map(np.concatenate, zip(before, (starts, counts, words, terms), strict=True))
        )
        self._characters += sum(map(len, pieces))
