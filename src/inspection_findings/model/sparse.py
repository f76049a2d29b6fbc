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

    def _product(self, found: NDArray[np.int64], lengths: NDArray[np.int64]) -> Floats:
        n, size = len(lengths), len(self._idf)
        scores = np.zeros((n, self._coefficients.shape[1]))
        if not len(found):
            return scores
        rows = np.repeat(np.arange(n), lengths)
        cells, counts = np.unique(rows * size + found, return_counts=True)
        rows, columns = cells // size, cells % size
        values = (1.0 + np.log(counts)) * self._idf[columns]
        norms = np.sqrt(np.bincount(rows, values * values, minlength=n))
        values *= self._weight / norms[rows]
        weighted = self._coefficients[columns] * values[:, None]
        starts = np.flatnonzero(np.r_[True, rows[1:] != rows[:-1]])
        scores[rows[starts]] = np.add.reduceat(weighted, starts, axis=0)
        return scores
