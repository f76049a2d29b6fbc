"""A report with its findings, and what made them: what every page, workbook and table is made from."""

from __future__ import annotations

from dataclasses import dataclass

from inspection_findings.documents.types import Document
from inspection_findings.model.parameters import ModelMetadata
from inspection_findings.model.scorer import SentenceFindings


@dataclass(frozen=True, slots=True)
class ClassifiedReport:
    """One document and what a model says of its sentences.

    Attributes
    ----------
    document
        As it was read.
    results
        One a sentence, in reading order, all of them: those without a finding too.
    model
        What the model says of itself.
    precision
        What was asked for; ``None`` if nothing was, and then no finding is marked unsure.
    """

    document: Document
    results: tuple[SentenceFindings, ...]
    model: ModelMetadata
    precision: float | None = None
