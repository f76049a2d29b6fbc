"""How alike sentences are: cosine of TF-IDF, with numpy alone.

Words count by their first five letters, so that "supervised" and "supervision" are one. Of the sentences of a
report this finds the one that a specimen tells in other words more often than whole words or a light stemmer
do: ``experiments/similarity.md`` (``make similarity``) has the figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inspection_findings.model.text import tokenise

LETTERS = 5
"""Of a word that count."""

Floats = NDArray[np.float64]


def stems(text: str) -> list[str]:
    """Words of a text, each by its first letters.

    Examples
    --------
    >>> stems("Supervisors supervise")
    ['super', 'super']
    """
    return [word[:LETTERS] for word in tokenise(text)]


@dataclass(frozen=True, slots=True)
class Vectors:
    """Texts as unit vectors; only what is not zero is kept.

    Attributes
    ----------
    rows, columns
        Place of each weight: the text, and the stem's number.
    weights
        As many.
    shape
        Texts, stems.
    """

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    weights: Floats
    shape: tuple[int, int]


class Tfidf:
    """Weights of stems, by how few of some texts have them.

    A stem's weight in a text is ``(1 + log(count)) * idf`` with ``idf = 1 + log((1 + n) / (1 + df))``, and
    vectors have length 1: what scikit-learn's vectorizer gives with ``sublinear_tf``. Stems that are in none
    of the texts are passed over.

    Parameters
    ----------
    texts
        To count in.
    analyse
        Takes a text apart.
    """

    def __init__(self, texts: Iterable[str], analyse: Callable[[str], list[str]] = stems) -> None:
        self._analyse = analyse
        frequencies: Counter[str] = Counter()
        number = 0
        for text in texts:
            frequencies.update(set(analyse(text)))
            number += 1
        self._columns = {stem: column for column, stem in enumerate(frequencies)}
        counts = np.fromiter(frequencies.values(), dtype=np.float64, count=len(frequencies))
        self._idf = 1 + np.log((1 + number) / (1 + counts))

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts; one without a known stem is all zero."""
        rows: list[int] = []
        columns: list[int] = []
        counts: list[int] = []
        for row, text in enumerate(texts):
            for stem, count in Counter(self._analyse(text)).items():
                column = self._columns.get(stem)
                if column is not None:
                    rows.append(row)
                    columns.append(column)
                    counts.append(count)
        places = np.array(rows, dtype=np.intp)
        numbers = np.array(columns, dtype=np.intp)
        weights = (1 + np.log(np.array(counts, dtype=np.float64))) * self._idf[numbers]
        norms = np.sqrt(np.bincount(places, weights**2, minlength=len(texts)))
        return Vectors(places, numbers, weights / norms[places], (len(texts), len(self._columns)))

    def cosines(self, these: Sequence[str], those: Sequence[str]) -> Floats:
        """Cosine of each of these texts with each of those, shape (len(these), len(those))."""
        return cosines(self.vectors(these), self.vectors(those))


def cosines(these: Vectors, those: Vectors) -> Floats:
    """Cosine of each of these with each of those, shape (n, m), 0 to 1.

    Takes time in proportion to n times the stems in those: a sentence beside 25,000 is a few milliseconds.
    """
    number, size = these.shape
    found = np.zeros((number, those.shape[0]))
    starts = np.searchsorted(these.rows, np.arange(number + 1))
    weight = np.zeros(size)
    for row in range(number):
        own = slice(starts[row], starts[row + 1])
        weight[these.columns[own]] = these.weights[own]
        products = those.weights * weight[those.columns]
        found[row] = np.bincount(those.rows, products, minlength=those.shape[0])
        weight[these.columns[own]] = 0
    # Rounding may take the cosine of a text with itself beyond 1.
    return np.minimum(found, 1.0)
