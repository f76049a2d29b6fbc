"""TF-IDF and its product with the weights, in numpy alone."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from inspection_findings.model.lines import Lines, Vocabulary, ragged
from inspection_findings.model.parameters import TextField
from inspection_findings.model.terms import Terms
from inspection_findings.model.text import SENTENCE_BREAK

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class FieldScorer(ABC):
    """Scores texts by one TF-IDF field: sublinear term frequency, idf, unit length, linear weights.

    Equals scikit-learn's ``TfidfVectorizer(sublinear_tf=True)`` followed by a dot product.

    Parameters
    ----------
    field
        The field with vocabulary, idf and coefficients.
    vocabulary
        Numbers the word n-grams of the lines that the field is to score.
    """

    def __init__(self, field: TextField, vocabulary: Vocabulary) -> None:
        self.source = field.source
        self._vocabulary = vocabulary
        self._analyzer = field.analyzer
        self._idf = field.idf
        self._weight = field.weight
        self._coefficients = field.coefficients

    @abstractmethod
    def score(self, lines: Lines, first: Integers, last: Integers) -> Floats:
        """Return the field's part of the first-pass logits of texts that are ranges of lines.

        Parameters
        ----------
        lines
            Sentences, read with the field's vocabulary.
        first, last
            Half-open range of lines that each of n texts consists of.

        Returns
        -------
        ndarray of shape (n, 13)
        """

    @abstractmethod
    def _lookup(self, grams: Sequence[str]) -> Integers:
        """Column of each n-gram, -1 for unknown ones."""

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Return the field's part of the first-pass logits, shape (len(texts), 13)."""
        split = [text.split(SENTENCE_BREAK) for text in texts]
        sizes = np.array([len(each) for each in split], dtype=np.int64)
        last = np.cumsum(sizes)
        return self.score(Lines(chain.from_iterable(split), self._vocabulary), last - sizes, last)

    def by_token(self, texts: Sequence[str], sizes: Integers) -> Floats:
        """Take the field's part of the logits apart: what each token adds.

        An n-gram's part is split evenly over its tokens, and the repeats of an n-gram share alike.

        Parameters
        ----------
        texts
            Any number.
        sizes
            How many tokens each of them has, shape (len(texts),).

        Returns
        -------
        ndarray of shape (sum of sizes, 13)
            Tokens in order, one text after the other. Those of a text add up to what a call gives for it.
        """
        found: list[str] = []
        spans: list[tuple[Integers, Integers]] = []
        for text in texts:
            found.extend(self._analyzer(text))
            spans.append(self._analyzer.spans(text))
        table = np.zeros((int(sizes.sum()), self._coefficients.shape[1]))
        columns = self._lookup(found)
        known = columns >= 0
        if not known.any():
            return table
        lengths = [len(first) for first, _ in spans]
        start = np.repeat(np.cumsum(sizes) - sizes, lengths)[known]
        rows = np.repeat(np.arange(len(texts)), lengths)[known]
        first, count = (np.concatenate(part)[known] for part in zip(*spans, strict=True))
        columns = columns[known]
        cells, places, repeats = np.unique(
            rows * len(self._idf) + columns, return_inverse=True, return_counts=True
        )
        values = self._values(*np.divmod(cells, len(self._idf)), repeats, len(texts))
        amounts = self._coefficients[columns] * (values / repeats)[places][:, None]
        for n in np.unique(count):
            same = count == n
            for step in range(n):
                np.add.at(table, (start + first)[same] + step, amounts[same] / n)
        return table

    def _values(self, rows: Integers, columns: Integers, counts: Integers, n: int) -> Floats:
        """TF-IDF of the terms of n texts: number of the text, in order, of the term, and how often."""
        values = (1.0 + np.log(counts)) * self._idf[columns]
        norms = np.sqrt(np.bincount(rows, values * values, minlength=n))
        return values * (self._weight / norms[rows])


class WordScorer(FieldScorer):
    """Scores texts by a field of word n-grams."""

    def __init__(self, field: TextField, vocabulary: Vocabulary) -> None:
        super().__init__(field, vocabulary)
        self._columns = vocabulary.columns(field.terms)

    def score(self, lines: Lines, first: Integers, last: Integers) -> Floats:
        """Return the field's part of the first-pass logits; see the base class."""
        size = len(self._idf)
        width = narrowest(len(first) * size)
        found = []
        for n in range(self._analyzer.low, self._analyzer.high + 1):
            numbers, ends = lines.ngrams(n)
            columns = self._columns[numbers]
            known = columns >= 0
            ends = np.concatenate([[0], np.cumsum(known)])[ends]
            rows, places = ragged(ends[first], ends[last])
            found.append((rows * size + columns[known][places]).astype(width))
        ordered = np.concatenate(found)
        ordered.sort()
        cells, counts = runs(ordered)
        rows = cells // size
        columns = cells - rows * size
        weighted = self._coefficients.take(columns, axis=0).astype(np.float64)
        weighted *= self._values(rows, columns, counts, len(first))[:, None]
        return row_sums(weighted, rows, len(first))

    def _lookup(self, grams: Sequence[str]) -> Integers:
        return self._columns[self._vocabulary.numbers(Terms.of(grams))]


def narrowest(size: int) -> type[np.int32 | np.int64]:
    """Type of whole numbers below a size: half the width sorts in half the time."""
    return np.int32 if size <= 2**31 else np.int64


def _starts(ordered: Integers) -> Integers:
    """Where something other than before begins."""
    changes = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=changes[1:])
    return np.flatnonzero(changes)


def runs(ordered: Integers) -> tuple[Integers, Integers]:
    """Distinct values of a sorted array, and how often each stands in it."""
    starts = _starts(ordered)
    return ordered[starts], np.diff(starts, append=len(ordered))


def row_sums(values: Floats, rows: Integers, n: int) -> Floats:
    """Sum what belongs to the same row.

    Parameters
    ----------
    values
        Shape (m, k).
    rows
        Row of each of them, in ascending order, shape (m,).
    n
        Number of rows.

    Returns
    -------
    ndarray of shape (n, k)
    """
    sums = np.zeros((n, values.shape[1]))
    if len(rows):
        starts = _starts(rows)
        sums[rows[starts]] = np.add.reduceat(values, starts, axis=0)
    return sums
