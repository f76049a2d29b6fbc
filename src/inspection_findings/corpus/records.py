"""One labelled sentence, with where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from inspection_findings.documents.types import Framework, Sentence
from inspection_findings.labels import LABEL_INDEX, LABELS, Label


class Source(StrEnum):
    """Where a labelled sentence comes from."""

    REPORT = "report"
    ARTICLE = "article"
    SPECIMEN = "specimen"


class Sample(StrEnum):
    """How a passage was chosen for labelling.

    ``random`` is stratified over frameworks and sections and so representative; ``active`` was chosen
    because an early model was unsure, and is for training only.
    """

    RANDOM = "random"
    ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence with its labels.

    Attributes
    ----------
    id
        Unique within the corpus.
    document
        Identifier of the document.
    authority
        The authority that the document is about; for a specimen the authority whose report the sentence
        retells, ``None`` where it retells none.
    labels
        Empty where the sentence has no finding.
    """

    id: str
    source: Source
    document: str
    authority: str | None
    framework: Framework
    sample: Sample
    sentence: Sentence
    labels: tuple[Label, ...]

    @property
    def group(self) -> str:
        """What splits and folds never divide: the authority, else the document."""
        return self.authority or f"document {self.document}"

    @property
    def representative(self) -> bool:
        """Whether figures may be reported on the sentence: real text that was sampled at random."""
        return self.source is not Source.SPECIMEN and self.sample is Sample.RANDOM


class Labelled(Protocol):
    """Whatever has labels."""

    @property
    def labels(self) -> tuple[Label, ...]:
        """Each once; empty where there is no finding."""


def truth_matrix(records: Sequence[Labelled]) -> NDArray[np.int8]:
    """Labels as a 0/1 matrix of shape (n, 22), columns in the order of ``LABELS``."""
    truth = np.zeros((len(records), len(LABELS)), dtype=np.int8)
    for row, record in enumerate(records):
        for label in record.labels:
            truth[row, LABEL_INDEX[label]] = 1
    return truth
