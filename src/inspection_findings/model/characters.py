"""TF-IDF over parts of words, word by word: what a word's parts add is worked out once.

Parts of words are by far the most numerous features, and the words that they come from recur. Of each word
the sum over its parts is kept, as if every part counted in full each time; what a part that comes more than
once in a text weighs less than that, a term frequency being logarithmic, is taken off at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from inspection_findings.model.lexicon import Lexicon
from inspection_findings.model.lines import Lines, Vocabulary, ragged, spread
from inspection_findings.model.parameters import TextField
from inspection_findings.model.parts import Parts
from inspection_findings.model.sparse import FieldScorer, narrowest, row_sums, runs
from inspection_findings.model.terms import Terms

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Words(NamedTuple):
    """Words of which the parts are known: the first ones of a lexicon.

    Attributes
    ----------
    lexicon
        Numbers the words.
    columns
        Of the parts of all words, one word after the other.
    ends
        Where the parts of each word begin, and at last where those of the last end.
    sums
        Of each word: its parts' idf times weights, then the squares of their idf, shape (words, 14).
    """

    lexicon: Lexicon | None
    columns: NDArray[np.int32]
    ends: Integers
    sums: Floats


class CharScorer(FieldScorer):
    """Scores texts by a field of character n-grams.

    Equals `FieldScorer`'s definition up to rounding; safe to use from several threads.
    """

    def __init__(self, field: TextField, vocabulary: Vocabulary) -> None:
        super().__init__(field, vocabulary)
        self._parts = Parts(field.terms, field.analyzer.low, field.analyzer.high)
        self._lock = Lock()
        self._known = self._none_of(None)

    def score(self, lines: Lines, first: Integers, last: Integers) -> Floats:
        """Return the field's part of the first-pass logits; see the base class."""
        n, size = len(first), len(self._idf)
        words = self._words_of(lines.lexicon)
        rows, places = ragged(lines.ends[first], lines.ends[last])
        used = lines.tokens[places]
        sums = row_sums(words.sums.take(used, axis=0), rows, n)
        width = narrowest(n * size)
        starts, ends = words.ends[used], words.ends[used + 1]
        cells = np.repeat((rows * size).astype(width), ends - starts)
        cells += words.columns[spread(starts, ends)]
        cells.sort()
        # Of a part that comes c times, all but the first.
        again, counts = runs(cells[1:][cells[1:] == cells[:-1]])
        rows = again // size
        columns = again - rows * size
        counted, weight = 1.0 + counts, 1.0 + np.log(1.0 + counts)
        idf = self._idf[columns]
        excess = np.empty((len(again), sums.shape[1]))
        excess[:, :-1] = self._coefficients.take(columns, axis=0)
        excess[:, :-1] *= (idf * (weight - counted))[:, None]
        excess[:, -1] = idf * idf * (weight * weight - counted)
        sums += row_sums(excess, rows, n)
        squares = sums[:, -1:]
        lengths = np.sqrt(squares, where=squares > 0, out=np.ones_like(squares))
        return sums[:, :-1] * (self._weight / lengths)

    def _words_of(self, lexicon: Lexicon) -> Words:
        """What is known of the words of a lexicon, of all that it has by now."""
        with self._lock:
            if self._known.lexicon is not lexicon:
                self._known = self._none_of(lexicon)
            learnt = len(self._known.sums)
            if learnt < len(lexicon.words):
                self._learn(lexicon.words[learnt:])
            return self._known

    def _learn(self, words: Sequence[str]) -> None:
        known = self._known
        rows, columns = self._parts.of(words)
        idf = self._idf[columns]
        sums = np.empty((len(columns), self._coefficients.shape[1] + 1))
        np.multiply(self._coefficients.take(columns, axis=0), idf[:, None], out=sums[:, :-1])
        np.multiply(idf, idf, out=sums[:, -1])
        ends = known.ends[-1] + np.cumsum(np.bincount(rows, minlength=len(words)))
        self._known = Words(
            known.lexicon,
            np.concatenate([known.columns, columns.astype(np.int32)]),
            np.concatenate([known.ends, ends]),
            np.concatenate([known.sums, row_sums(sums, rows, len(words))]),
        )

    def _none_of(self, lexicon: Lexicon | None) -> Words:
        nothing = np.zeros((0, self._coefficients.shape[1] + 1))
        return Words(lexicon, np.zeros(0, dtype=np.int32), np.zeros(1, dtype=np.int64), nothing)

    def _lookup(self, grams: Sequence[str]) -> Integers:
        return self._parts.columns(Terms.of(grams))
