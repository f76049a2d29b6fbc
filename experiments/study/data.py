"""The training split in outer folds by authority, and the validation sentences beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from inspection_findings.corpus.build import Corpus
from inspection_findings.corpus.dataset import load_corpus
from inspection_findings.corpus.records import LabelledSentence, Source, truth_matrix
from inspection_findings.corpus.splits import Split, hash_place
from inspection_findings.model.config import FeaturesConfig
from inspection_findings.model.features import sentence_table, table_places
from inspection_findings.model.text import tokenise

VALIDATION = "validation"
OUTER_FOLDS = 5
QUICK_FOLDS = 2
QUICK_SENTENCES = 1200
SEED = 0

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Part:
    """Rows that are trained on, and rows that are measured on."""

    train: Rows
    held: Rows


@dataclass(frozen=True)
class StudyData:
    """Sentences of the training split, then those of validation that figures are reported on.

    Attributes
    ----------
    fingerprint
        Of the corpus, of the tokens that its text is split into, and of what is taken of it.
    table
        As the product lays sentences out, one row a sentence.
    shown_places
        Places of each sentence as they are shown in training: of some passages without the section.
    measured
        Sentences that figures may be reported on: real ones sampled at random.
    specimen
        Specimens beside real text; where there is nothing else, none counts as one.
    parts
        ``fold 0``, ``fold 1`` and so on, and ``validation``.
    """

    records: list[LabelledSentence]
    fingerprint: str
    truth: NDArray[np.int8]
    table: pd.DataFrame
    shown_places: NDArray[np.float64]
    groups: NDArray[np.str_]
    measured: NDArray[np.bool_]
    specimen: NDArray[np.bool_]
    parts: dict[str, Part]

    def take(self, rows: Rows) -> list[LabelledSentence]:
        """Records of rows."""
        return [self.records[i] for i in rows]


@lru_cache(maxsize=1)
def load_data(folder: Path, *, quick: bool = False) -> StudyData:
    """Load the corpus for the study.

    Parameters
    ----------
    folder
        Of the built corpus.
    quick
        A thousand sentences and two folds: to see that everything runs, not to learn from.
    """
    return study_data(load_corpus(folder), quick=quick)


def study_data(corpus: Corpus, *, quick: bool = False) -> StudyData:
    """Lay a corpus out for the study.

    Authorities are dealt into folds; a specimen follows the authority that it retells, and one that
    retells none is trained on in every fold and never measured on.
    """
    train = corpus.splits[Split.TRAIN]
    validation = corpus.evaluation(Split.VALIDATION)
    if quick:
        train, validation = _some(train), _some(validation)[: QUICK_SENTENCES // 2]
    records = [*train, *validation]
    config = FeaturesConfig()
    shown = [
        replace(r.sentence, section=None)
        if hash_place(f"{SEED} {r.sentence.passage}") < config.section_dropout
        else r.sentence
        for r in records
    ]
    measured = np.array([r.representative or not corpus.has_real_text for r in records])
    groups = np.array([r.group for r in records])
    dealt = np.flatnonzero([r.authority is not None for r in train])
    everything = np.arange(len(train))
    folds = GroupKFold(QUICK_FOLDS if quick else OUTER_FOLDS).split(dealt, groups=groups[dealt])
    parts = {}
    for number, (_, chosen) in enumerate(folds):
        left_out = dealt[chosen]
        parts[f"fold {number}"] = Part(np.setdiff1d(everything, left_out), left_out[measured[left_out]])
    parts[VALIDATION] = Part(everything, np.arange(len(train), len(records)))
    return StudyData(
        records=records,
        fingerprint=f"{corpus.fingerprint} {_tokens_digest(records)}{' quick' if quick else ''}",
        truth=truth_matrix(records),
        table=sentence_table([r.sentence for r in records], reach=config.reach),
        shown_places=table_places(sentence_table(shown, reach=config.reach)),
        groups=groups,
        measured=measured,
        specimen=np.array([r.source is Source.SPECIMEN and corpus.has_real_text for r in records]),
        parts=parts,
    )


def _tokens_digest(records: Iterable[LabelledSentence]) -> str:
    """Hash of sentences as models see them, so that nothing counted by another text analysis is taken."""
    digest = hashlib.sha256()
    for record in records:
        digest.update(" ".join(tokenise(record.sentence.text)).encode() + b"\n")
    return digest.hexdigest()[:16]


def _some(records: list[LabelledSentence]) -> list[LabelledSentence]:
    """Whole documents from all over the list."""
    names = list(dict.fromkeys(r.document for r in records))
    step = max(1, len(records) // QUICK_SENTENCES)
    kept = set(names[::step])
    return [r for r in records if r.document in kept]
