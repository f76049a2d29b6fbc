"""Sentences as numbers: the tokens of a batch, one after the other, and its n-grams, each looked up once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, repeat

import numpy as np
from numpy.typing import NDArray

from inspection_findings.model.lexicon import Lexicon, numbered, numbering
from inspection_findings.model.ngrams import NgramTree
from inspection_findings.model.terms import Terms

Integers = NDArray[np.int64]


class Vocabulary:
    """Word n-grams of several fields, numbered together.

    Parameters
    ----------
    vocabularies
        The n-grams of each field, words with a blank between them.
    """

    def __init__(self, vocabularies: Iterable[Terms]) -> None:
        fields = list(vocabularies)
        words_of_all = numbering()
        found = [
            (numbered(words, len(words), words_of_all), sizes)
            for terms in fields
            # By and by: the words of a whole field, as strings, would take much memory.
            for words, sizes in (part.words() for part in terms.parts())
        ]
        words_of_all.default_factory = None
        self._words = words_of_all
        self._lexicon = Lexicon(words_of_all)
        numbers = np.concatenate([_NOTHING, *(each for each, _ in found)])
        sizes = np.concatenate([_NOTHING, *(each for _, each in found)])
        self._tree = NgramTree(numbers, sizes, len(words_of_all))
        ends = np.cumsum([len(terms) for terms in fields], dtype=np.int64)
        # The last part is empty.
        self._found = list(zip(fields, np.split(self._tree.numbers, ends), strict=False))

    def lexicon(self) -> Lexicon:
        """What has been looked up so far; a new one where that became too much."""
        if self._lexicon.full:
            self._lexicon = Lexicon(self._words)
        return self._lexicon

    def words(self, words: Sequence[str]) -> Integers:
        """Number of each word, -1 for those that are in no n-gram."""
        return np.fromiter(map(self._words.get, words, repeat(-1)), np.int64, count=len(words))

    def extend(self, numbers: Integers, words: Integers, n: int) -> Integers:
        """Number of each n-gram that consists of n - 1 words, given by their number, and one more."""
        return self._tree.extend(numbers, words, n)

    def numbers(self, grams: Terms) -> Integers:
        """Number of each n-gram, -1 for those that nothing in a field begins with."""
        words, sizes = grams.words()
        return self._tree.find(self.words(words), sizes)

    def columns(self, terms: Terms) -> Integers:
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
        columns = np.full(self._tree.size + 1, -1)
        known = [numbers for field, numbers in self._found if field is terms]
        columns[known[0] if known else self.numbers(terms)] = np.arange(len(terms))
        return columns


_NOTHING: Integers = np.zeros(0, dtype=np.int64)


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
    lexicon
        Names the tokens.
    tokens
        Of all lines, in order, as places in the lexicon's `words`.
    ends
        Where each line's tokens begin, and at last where those of the last end, shape (n + 1,).
    """

    def __init__(self, texts: Iterable[str], vocabulary: Vocabulary) -> None:
        lines = [text.split() for text in texts]
        sizes = np.fromiter(map(len, lines), np.int64, count=len(lines))
        self.lexicon = vocabulary.lexicon()
        # What stands between blanks is looked up once, and nearly always one token.
        pieces, known = self.lexicon.look_up(chain.from_iterable(lines), int(sizes.sum()))
        starts, counts = known.starts[pieces], known.counts[pieces]
        self.tokens = known.tokens[spread(starts, starts + counts)]
        before = np.concatenate([[0], np.cumsum(counts)])
        self.ends: Integers = before[np.concatenate([[0], np.cumsum(sizes)])]
        self._vocabulary = vocabulary
        # From each token on: the n-gram's number, wherever lines end; the n-grams of lines, and their ends.
        self._from: dict[int, Integers] = {1: known.terms[self.tokens]}
        self._found: dict[int, tuple[Integers, Integers]] = {1: (self._from[1], self.ends)}

    def ngrams(self, n: int) -> tuple[Integers, Integers]:
        """Numbers of all word n-grams, and where each line's begin and the last's end, shape (n + 1,)."""
        if n not in self._found:
            sizes = np.diff(self.ends)
            numbers = self._starting(n)
            # How many tokens the line still has, from each of them on.
            left = np.repeat(self.ends[1:], sizes) - np.arange(len(self.tokens))
            ends = np.concatenate([[0], np.cumsum(np.maximum(sizes - n + 1, 0))])
            self._found[n] = numbers[left[: len(numbers)] >= n], ends
        return self._found[n]

    def _starting(self, n: int) -> Integers:
        """Number of the n tokens from each on, whether or not a line ends between them."""
        if n not in self._from:
            shorter = self._starting(n - 1)[: max(len(self.tokens) - n + 1, 0)]
            self._from[n] = self._vocabulary.extend(shorter, self._from[1][n - 1 :], n)
        return self._from[n]


def ragged(starts: Integers, ends: Integers) -> tuple[Integers, Integers]:
    """Number of the range, and place, of everything that lies in half-open ranges, one after the other.

    Examples
    --------
    >>> rows, places = ragged(np.array([5, 2]), np.array([7, 3]))
    >>> rows.tolist(), places.tolist()
    ([0, 0, 1], [5, 6, 2])
    """
    return np.repeat(np.arange(len(starts)), ends - starts), spread(starts, ends)


def spread(starts: Integers, ends: Integers) -> Integers:
    """Places of everything that lies in half-open ranges, one after the other."""
    sizes = ends - starts
    edges = np.cumsum(sizes)
    return np.repeat(starts - edges + sizes, sizes) + np.arange(edges[-1] if len(edges) else 0)
