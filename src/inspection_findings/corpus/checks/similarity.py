"""Pairs of sentences that are nearly the same, without comparing each with each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inspection_findings.corpus.checks.places import LEAST_LETTERS
from inspection_findings.corpus.positions import stream_text
from inspection_findings.corpus.records import LabelledSentence

THRESHOLD = 0.9
"""Cosine from which two sentences are nearly the same: about one word of twenty differs."""
_ROWS = 2_000
_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences that are nearly the same.

    Attributes
    ----------
    similarity
        Cosine, 0 to 1.
    identical
        Whether they have the same letters.
    """

    first: LabelledSentence
    second: LabelledSentence
    similarity: float
    identical: bool

    @property
    def texts(self) -> tuple[str, str]:
        """Of both."""
        return self.first.sentence.text, self.second.sentence.text


def near_pairs(records: Sequence[LabelledSentence], *, threshold: float = THRESHOLD) -> list[Pair]:
    """Find all pairs of sentences of 25 or more letters with a high cosine, the most similar first.

    Sentences are vectors of words and word pairs, weighted by TF-IDF with logarithmic counts. No pair is
    missed: every sentence is compared with those alone that share one of its rarest terms. Taken from the
    rarest on, the first that leave a rest with a norm below the threshold are enough, for what shares none of
    them cannot reach it (Bayardo, Ma and Srikant 2007, Scaling up all pairs similarity search).

    Parameters
    ----------
    records
        What to compare, each with each.
    threshold
        Least cosine of a pair.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    streams = [stream_text(record.sentence.text) for record in records]
    kept = [row for row, stream in enumerate(streams) if len(stream) >= LEAST_LETTERS]
    if len(kept) < 2:
        return []
    vectorizer = TfidfVectorizer(
        ngram_range=(1, 2),
        token_pattern=r"\w+",  # noqa: S106 - of words, not a secret
        sublinear_tf=True,
    )
    vectors = vectorizer.fit_transform([records[row].sentence.text for row in kept])
    pairs = [
        Pair(
            first=records[kept[i]],
            second=records[kept[j]],
            similarity=min(float(cosine), 1.0),
            identical=streams[kept[i]] == streams[kept[j]],
        )
        for i, j, cosine in _rows_alike(_rarest_first(vectors), threshold)
    ]
    return sorted(pairs, key=lambda pair: (-pair.similarity, pair.first.id, pair.second.id))


def _rarest_first(vectors: Any) -> Any:
    order = np.argsort(vectors.getnnz(axis=0), kind="stable")
    vectors = vectors[:, order]
    vectors.sort_indices()
    return vectors


def _rows_alike(vectors: Any, threshold: float) -> Iterator[tuple[int, int, float]]:
    prefixes = _prefixes(vectors, threshold)
    columns = vectors.T.tocsr()
    for start in range(0, vectors.shape[0], _ROWS):
        candidates = (prefixes[start : start + _ROWS] @ columns).tocoo()
        first, second = candidates.row + start, candidates.col
        later = second > first
        first, second = first[later], second[later]
        cosines = _cosines(vectors, first, second)
        close = cosines >= threshold - _TOLERANCE
        yield from zip(first[close].tolist(), second[close].tolist(), cosines[close].tolist(), strict=True)


def _prefixes(vectors: Any, threshold: float) -> Any:
    """Keep of each unit vector its first terms, until the rest has a norm below the threshold."""
    squares = np.concatenate([[0.0], np.cumsum(vectors.data**2)])
    before = squares[:-1] - np.repeat(squares[vectors.indptr[:-1]], np.diff(vectors.indptr))
    prefixes = vectors.copy()
    prefixes.data[before > 1 - threshold**2 + _TOLERANCE] = 0
    prefixes.eliminate_zeros()
    return prefixes


def _cosines(vectors: Any, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.float64]:
    parts = [
        np.asarray(vectors[first[k : k + _ROWS]].multiply(vectors[second[k : k + _ROWS]]).sum(axis=1)).ravel()
        for k in range(0, len(first), _ROWS)
    ]
    return np.concatenate(parts) if parts else np.zeros(0)
