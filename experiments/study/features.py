"""Features of any rows, from n-gram counts that all folds share.

Counting n-grams takes longer than all that follows and does not depend on what is trained on, so each field
is counted once, over all sentences. Vocabulary, document frequencies and weights are then taken from the
training rows alone, and equal those of ``TfidfVectorizer`` fitted on them. They look at no label, so the
inner folds of the training rows share them, as those of the product do.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from joblib import Memory
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from inspection_findings.model.config import FieldConfig
from inspection_findings.model.context import PLACES
from inspection_findings.model.features import table_places
from study.config import FirstPass, Keep
from study.data import Rows, StudyData

_INNER_HYPHEN = re.compile(r"(?<=\w)[-‐‑](?=\w)")
# Letters that no report holds: the product's normalisation folds digits, and leaves these alone.
_DIGITS = str.maketrans("0123456789", "αβγδεζηθικ")


def keep_as_is(text: str, keep: Sequence[Keep]) -> str:
    """Write a text so that the product's normalisation leaves hyphens or numbers as they are.

    A kept hyphen divides two words, as it does in the product since hyphens are no longer dropped there.

    Examples
    --------
    >>> keep_as_is("multi-agency", ["hyphens"])
    'multi agency'
    """
    if "hyphens" in keep:
        text = _INNER_HYPHEN.sub(" ", text)
    return text.translate(_DIGITS) if "numbers" in keep else text


@dataclass(frozen=True)
class Counts:
    """N-gram counts of all sentences in one field, and the seconds that counting took."""

    matrix: sparse.csr_matrix
    seconds: float


def count(data: StudyData, field: FieldConfig, keep: Sequence[Keep], memory: Memory) -> Counts:
    """Count a field's n-grams in all sentences, or look up what was counted before."""
    # Weight and rarity do not bear on the counts.
    plain = field.model_copy(update={"weight": 1.0, "min_df": 1, "name": field.source})
    cached = memory.cache(_count, ignore=["data"], verbose=0)
    counts: Counts = cached(plain.model_dump_json(), tuple(keep), data.fingerprint, data)
    return counts


def _count(field_json: str, keep: tuple[Keep, ...], fingerprint: str, data: StudyData) -> Counts:
    field = FieldConfig.model_validate_json(field_json)
    started = time.process_time()
    texts = [keep_as_is(text, keep) for text in data.table[field.source]]
    matrix = CountVectorizer(analyzer=field.build_analyzer(), dtype=np.int32).fit_transform(texts)
    return Counts(sparse.csr_matrix(matrix), time.process_time() - started)


class Vectorizer:
    """The feature matrix of a first pass.

    Parameters
    ----------
    data, spec
        Sentences, and which features of them.
    memory
        Where counts are kept.

    Attributes
    ----------
    counting_seconds
        What counting the n-grams took, of all sentences.
    """

    def __init__(self, data: StudyData, spec: FirstPass, memory: Memory) -> None:
        self._data, self._spec = data, spec
        counted = [count(data, field, spec.keep, memory) for field in spec.fields]
        self._counts = [each.matrix for each in counted]
        self.counting_seconds = sum(each.seconds for each in counted)
        self._places = table_places(data.table)

    def blocks(self, train: Rows, others: Rows) -> tuple[list[sparse.csr_matrix], list[sparse.csr_matrix]]:
        """Matrices, a field each and the places at last, unweighted, of training rows and of others.

        Parameters
        ----------
        train, others
            Rows; vocabulary and frequencies are the training rows', of which some are shown without their
            section.
        """
        fitted, applied = [], []
        for field, counts in zip(self._spec.fields, self._counts, strict=True):
            own = counts[train]
            frequency = np.bincount(own.indices, minlength=own.shape[1])
            columns = np.flatnonzero(frequency >= field.min_df)
            transformer = TfidfTransformer(sublinear_tf=True)
            fitted.append(transformer.fit_transform(own[:, columns].astype(np.float64)))
            applied.append(transformer.transform(counts[others][:, columns].astype(np.float64)))
        columns = np.array(
            [i for i, name in enumerate(PLACES) if name.split("=")[0] in self._spec.places], dtype=int
        )
        if len(columns):
            fitted.append(sparse.csr_matrix(self._data.shown_places[np.ix_(train, columns)]))
            applied.append(sparse.csr_matrix(self._places[np.ix_(others, columns)]))
        return fitted, applied


def weighted(blocks: Sequence[sparse.csr_matrix], spec: FirstPass) -> sparse.csr_matrix:
    """Blocks side by side, each times the weight that a specification gives it."""
    weights = [*(field.weight for field in spec.fields), *([spec.place_weight] if spec.places else [])]
    return sparse.hstack([w * block for w, block in zip(weights, blocks, strict=True)]).tocsr()
