"""Findings as they are written out. Field names are documented here and nowhere else.

Shared by all of them:

``document``
    The path as it was given or found, ``<stdin>`` for standard input.
``id``
    The line's own identifier, as it came in.
``page``
    Page number from 1; null where the format has no pages.
``start``, ``end``
    Half-open character range of the sentence in the document's text.
``section``
    Code of the section, null where there is none.
``area``
    The judgement area that the finding counts towards: its section's, else its domain's default.
``passage``, ``position``
    The paragraph or bullet point that the sentence belongs to, and its place there, from 0.
``findings``
    Those that are shown, most confident first.
``confidence``, ``scores``
    Calibrated probabilities, 0 to 1; ``scores`` has all 22 labels, whatever is shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, fields

from inspection_findings.documents.types import Document
from inspection_findings.labels import LABELS, Area, Domain, Finding, Polarity, SectionCode, area_of
from inspection_findings.model.scorer import SentenceFindings

DECIMALS = 6
_LABEL_NAMES = tuple(str(label) for label in LABELS)


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """One finding inside a sentence's record."""

    domain: Domain
    polarity: Polarity
    confidence: float


@dataclass(frozen=True, slots=True)
class SentenceRecord:
    """One sentence of a document: an object of the JSON Lines output."""

    document: str
    page: int | None
    start: int | None
    end: int | None
    section: SectionCode | None
    passage: str | None
    position: int
    bullet: bool
    text: str
    findings: tuple[FindingRecord, ...]
    scores: dict[str, float]


@dataclass(frozen=True, slots=True)
class LineRecord:
    """One line of JSON Lines input: an object of the JSON Lines output."""

    id: str | int
    findings: tuple[FindingRecord, ...]
    scores: dict[str, float]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding of a document: a row of the CSV output."""

    document: str
    authority: str | None
    published: dt.date | None
    page: int | None
    start: int | None
    end: int | None
    section: SectionCode | None
    area: Area
    passage: str | None
    domain: Domain
    polarity: Polarity
    confidence: float
    text: str


@dataclass(frozen=True, slots=True)
class LineFindingRow:
    """One finding of a JSON Lines input: a row of the CSV output."""

    id: str | int
    section: SectionCode | None
    area: Area
    passage: str | None
    domain: Domain
    polarity: Polarity
    confidence: float
    text: str


def column_names(row_type: type) -> list[str]:
    """Field names of a row type, in the order in which they are written."""
    return [field.name for field in fields(row_type)]


def sentence_record(document: Document, result: SentenceFindings) -> SentenceRecord:
    """The record of one sentence of a document."""
    sentence = result.sentence
    return SentenceRecord(
        document=document.name,
        page=sentence.page,
        start=sentence.start,
        end=sentence.end,
        section=sentence.section,
        passage=sentence.passage,
        position=sentence.position,
        bullet=sentence.bullet,
        text=sentence.text,
        findings=_finding_records(result),
        scores=_scores(result),
    )


def line_record(identifier: str | int, result: SentenceFindings) -> LineRecord:
    """The record of one line of JSON Lines input."""
    return LineRecord(id=identifier, findings=_finding_records(result), scores=_scores(result))


def finding_rows(document: Document, result: SentenceFindings) -> Iterator[FindingRow]:
    """One row for each finding of a sentence of a document."""
    sentence = result.sentence
    for finding in result.findings:
        yield FindingRow(
            document=document.name,
            authority=document.metadata.authority,
            published=document.metadata.published,
            page=sentence.page,
            start=sentence.start,
            end=sentence.end,
            section=sentence.section,
            area=area_of(finding.domain, sentence.section),
            passage=sentence.passage,
            domain=finding.domain,
            polarity=finding.polarity,
            confidence=_rounded(finding.confidence),
            text=sentence.text,
        )


def line_finding_rows(identifier: str | int, result: SentenceFindings) -> Iterator[LineFindingRow]:
    """One row for each finding of a line of JSON Lines input."""
    sentence = result.sentence
    for finding in result.findings:
        yield LineFindingRow(
            id=identifier,
            section=sentence.section,
            area=area_of(finding.domain, sentence.section),
            passage=sentence.passage,
            domain=finding.domain,
            polarity=finding.polarity,
            confidence=_rounded(finding.confidence),
            text=sentence.text,
        )


def _rounded(probability: float) -> float:
    return round(float(probability), DECIMALS)


def _finding_records(result: SentenceFindings) -> tuple[FindingRecord, ...]:
    return tuple(_finding_record(finding) for finding in result.findings)


def _finding_record(finding: Finding) -> FindingRecord:
    return FindingRecord(finding.domain, finding.polarity, _rounded(finding.confidence))


def _scores(result: SentenceFindings) -> dict[str, float]:
    return {name: _rounded(score) for name, score in zip(_LABEL_NAMES, result.scores, strict=True)}
