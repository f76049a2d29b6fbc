"""Sentences as numbers: the tokens of a batch, one after the other, and its n-grams, each looked up once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from inspection_findings.model.text import joined, tokenise

Integers = NDArray[np.int64]


class Vocabulary:
    """Word n-grams of several fields, numbered together.

    Parameters
    ----------
    vocabularies
        The n-grams of each field.
    """

    def __init__(self, vocabularies: Iterable[Sequence[str]]) -> None:
        # Most of what the smaller ones hold is in the largest.
        first, *others = sorted(vocabularies, key=len, reverse=True) or [()]
        self._largest = first
        self._numbers = dict(zip(first, range(len(first)), strict=True))
        for terms in others:
            new = [term for term in terms if term not in self._numbers]
            self._numbers.update(
                zip(new, range(len(self._numbers), len(self._numbers) + len(new)), strict=True)
            )

    def numbers(self, grams: Sequence[str]) -> Integers:
        """Number of each n-gram, -1 for those that no field has."""
        return np.fromiter(map(self._numbers.get, grams, repeat(-1)), np.int64, count=len(grams))

    def columns(self, terms: Sequence[str]) -> Integers:
        """Turn numbers into a field's columns: what to index with `numbers`.

        Parameters
        ----------
        terms
            The field's n-grams, in the order of its columns.

        Returns
        -------
        ndarray of shape (all n-grams + 1,)
            -1 where the field does not have an n-gram. The last entry is for unknown ones.
        """
        columns = np.full(len(self._numbers) + 1, -1)
        # The largest vocabulary was numbered first: its columns need not be looked up.
        numbers = slice(len(terms)) if terms is self._largest else self.numbers(terms)
        columns[numbers] = np.arange(len(terms))
        return columns


class Lines:
    """The tokens of n lines, a sentence each; n-grams never cross from one to the next.

    Parameters
    ----------
    texts
        The sentences.
    vocabulary
        Numbers their n-grams.

    Attributes
    ----------
    words
        The distinct tokens.
    tokens
        Of all lines, in order, as places in `words`.
    ends
        Where each line's tokens begin, and at last where those of the last end, shape (n + 1,).
    """

    def __init__(self, texts: Iterable[str], vocabulary: Vocabulary) -> None:
        self._tokens: list[str] = []
        ends = [0]
        for text in texts:
            self._tokens += tokenise(text)
            ends.append(len(self._tokens))
        self.ends = np.array(ends, dtype=np.int64)
        self.words = list(dict.fromkeys(self._tokens))
        place = dict(zip(self.words, range(len(self.words)), strict=True))
        self.tokens = np.fromiter(map(place.__getitem__, self._tokens), np.int64, count=len(self._tokens))
        self._vocabulary = vocabulary
        self._found: dict[int, tuple[Integers, Integers]] = {}

    def ngrams(self, n: int) -> tuple[Integers, Integers]:
        """Numbers of all word n-grams, and where each line's begin and the last's end, shape (n + 1,)."""
        if n == 1 and n not in self._found:
            self._found[n] = self._vocabulary.numbers(self.words)[self.tokens], self.ends
        if n not in self._found:
            sizes = np.diff(self.ends)
            numbers = self._vocabulary.numbers(joined(self._tokens, n))
            # How many tokens the line still has, from each of them on.
            left = np.repeat(self.ends[1:], sizes) - np.arange(len(self.tokens))
            ends = np.concatenate([[0], np.cumsum(np.maximum(sizes - n + 1, 0))])
            self._found[n] = numbers[left[: len(numbers)] >= n], ends
        return self._found[n]


def ragged(starts: Integers, ends: Integers) -> tuple[Integers, Integers]:
    """Number of the range, and place, of everything that lies in half-open ranges, one after the other.

    Examples
    --------
    >>> rows, places = ragged(np.array([5, 2]), np.array([7, 3]))
    >>> rows.tolist(), places.tolist()
    ([0, 0, 1], [5, 6, 2])
    """
    sizes = ends - starts
    rows = np.repeat(np.arange(len(sizes)), sizes)
    return rows, np.arange(len(rows)) + (starts - np.cumsum(sizes) + sizes)[rows]
