"""TF-IDF and its product with the weights, in numpy alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inspection_findings.model.parameters import TextField

Floats = NDArray[np.float64]


class FieldScorer:
    """Scores texts by one TF-IDF field: sublinear term frequency, idf, unit length, linear weights.

    Equals scikit-learn's ``TfidfVectorizer(sublinear_tf=True)`` followed by a dot product.

    Parameters
    ----------
    field
        The field with vocabulary, idf and coefficients.
    """

    def __init__(self, field: TextField) -> None:
        self.source = field.source
        self._analyzer = field.analyzer
        self._index = {term: i for i, term in enumerate(field.terms)}
        self._idf = field.idf
        self._weight = field.weight
        self._coefficients = field.coefficients

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Return the field's part of the first-pass logits, shape (len(texts), 13)."""
        found: list[int] = []
        lengths = np.zeros(len(texts), dtype=np.int64)
        lookup = self._index.get
        for i, text in enumerate(texts):
            before = len(found)
            found.extend(k for gram in self._analyzer(text) if (k := lookup(gram)) is not None)
            lengths[i] = len(found) - before
        return self._product(np.asarray(found, dtype=np.int64), lengths)

    def by_token(self, texts: Sequence[str], sizes: NDArray[np.int64]) -> Floats:
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
        lookup = self._index.get
        found: list[int] = []
        spans: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
        for text in texts:
            found.extend(lookup(gram, -1) for gram in self._analyzer(text))
            spans.append(self._analyzer.spans(text))
        table = np.zeros((int(sizes.sum()), self._coefficients.shape[1]))
        columns = np.asarray(found, dtype=np.int64)
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
        values = self._values(cells, repeats, len(texts))
        amounts = self._coefficients[columns] * (values / repeats)[places][:, None]
        for n in np.unique(count):
            same = count == n
            for step in range(n):
                np.add.at(table, (start + first)[same] + step, amounts[same] / n)
        return table

    def _values(self, cells: NDArray[np.int64], counts: NDArray[np.int64], n: int) -> Floats:
        """TF-IDF of cells, each ``text * vocabulary + term``, given in order, with n texts in all."""
        rows, columns = np.divmod(cells, len(self._idf))
        values = (1.0 + np.log(counts)) * self._idf[columns]
        norms = np.sqrt(np.bincount(rows, values * values, minlength=n))
        return values * (self._weight / norms[rows])

    def _product(self, found: NDArray[np.int64], lengths: NDArray[np.int64]) -> Floats:
        n, size = len(lengths), len(self._idf)
        scores = np.zeros((n, self._coefficients.shape[1]))
        if not len(found):
            return scores
        cells, counts = np.unique(np.repeat(np.arange(n), lengths) * size + found, return_counts=True)
        rows, columns = np.divmod(cells, size)
        weighted = self._coefficients[columns] * self._values(cells, counts, n)[:, None]
        starts = np.flatnonzero(np.r_[True, rows[1:] != rows[:-1]])
        scores[rows[starts]] = np.add.reduceat(weighted, starts, axis=0)
        return scores
