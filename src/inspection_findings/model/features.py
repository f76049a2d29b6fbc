"""Feature extraction in scikit-learn: TF-IDF fields over a sentence and its context, and its place."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import TfidfVectorizer

from inspection_findings.documents.types import Sentence
from inspection_findings.model.config import FeaturesConfig
from inspection_findings.model.context import PLACES, context_texts, passage_bounds, place_matrix

PASSAGE_NUMBER = "passage_number"
"""Column that numbers the passages; rows of one passage stand together."""


class FieldVectorizer(TfidfVectorizer):
    """TF-IDF whose ``fit_transform`` gives what ``transform`` gives, bit for bit, and so reads texts once.

    scikit-learn's own leaves the terms of a row in the order in which they were first met: the sum that a row
    is divided by then differs in the last digit, which the solvers of the first pass make larger.
    """

    def _sort_features(self, X: sparse.csr_matrix, vocabulary: dict[str, int]) -> sparse.csr_matrix:  # noqa: N803
        ordered: Any = super()._sort_features(X, vocabulary)
        ordered.has_sorted_indices = False
        ordered.sort_indices()
        return ordered


def sentence_table(sentences: Sequence[Sentence], *, reach: int) -> pd.DataFrame:
    """Lay sentences out as the table that the pipeline is fitted on.

    Parameters
    ----------
    sentences
        In reading order, those of a passage next to each other.
    reach
        How many sentences before each count as its previous ones.

    Returns
    -------
    DataFrame with a row a sentence: the text fields, the columns of ``PLACES`` and `PASSAGE_NUMBER`
    """
    texts = context_texts(sentences, reach=reach)
    table = pd.DataFrame(place_matrix(sentences), columns=list(PLACES))
    table["text"], table["previous"], table["passage"] = texts.text, texts.previous, texts.passage
    lengths = [end - start for start, end in passage_bounds(sentences)]
    table[PASSAGE_NUMBER] = np.repeat(np.arange(len(lengths)), lengths)
    return table


def table_bounds(table: pd.DataFrame) -> list[tuple[int, int]]:
    """Passage ranges of a table's rows, half-open."""
    numbers = table[PASSAGE_NUMBER].to_numpy()
    edges = [0, *(np.flatnonzero(numbers[1:] != numbers[:-1]) + 1).tolist(), len(numbers)]
    return [(a, b) for a, b in itertools.pairwise(edges) if b > a]


def table_places(table: pd.DataFrame) -> NDArray[np.float64]:
    """Section and flags of a table's rows, shape (n, len(PLACES))."""
    return table[list(PLACES)].to_numpy(dtype=np.float64)


def build_features(config: FeaturesConfig) -> ColumnTransformer:
    """Make the unfitted feature extractor: a sparse matrix, the text fields first, then the places."""
    transformers = [
        (
            field.name,
            FieldVectorizer(analyzer=field.build_analyzer(), min_df=field.min_df, sublinear_tf=True),
            field.source,
        )
        for field in config.fields
    ]
    weights = {field.name: field.weight for field in config.fields}
    return ColumnTransformer(
        [*transformers, ("places", "passthrough", list(PLACES))],
        transformer_weights={**weights, "places": config.place_weight},
        sparse_threshold=1.0,
    )
