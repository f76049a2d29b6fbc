"""What is written out: one type a kind of row. Field names are documented here and nowhere else.

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

from inspection_findings.documents.types import Document, Format, Framework, Grade, Metadata
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


@dataclass(frozen=True, slots=True)
class GradeRow:
    """A document's metadata and the grades it prints, a column an area."""

    document: str
    title: str | None
    authority: str | None
    framework: Framework | None
    inspection_start: dt.date | None
    inspection_end: dt.date | None
    published: dt.date | None
    lead_inspector: str | None
    overall: Grade | None
    leaders: Grade | None
    help_and_protection: Grade | None
    children_in_care: Grade | None
    care_leavers: Grade | None


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence as it was read, before any model."""

    text: str
    page: int | None
    start: int | None
    end: int | None
    position: int


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A paragraph or bullet point; ``number`` is the paragraph number that is printed beside it."""

    passage: str
    number: str | None
    bullet: bool
    sentences: tuple[ReadSentence, ...]


@dataclass(frozen=True, slots=True)
class ReadSection:
    """A heading and what stands under it."""

    heading: str | None
    section: SectionCode | None
    passages: tuple[ReadPassage, ...]


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A whole document as it was read; ``start`` and ``end`` of its sentences index ``text``."""

    document: str
    format: Format
    pages: int | None
    metadata: Metadata
    grades: dict[Area, Grade]
    sections: tuple[ReadSection, ...]
    text: str


@dataclass(frozen=True, slots=True)
class ReadGrades:
    """A document's metadata and grades without its text."""

    document: str
    metadata: Metadata
    grades: dict[Area, Grade]


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


def grade_row(document: Document) -> GradeRow:
    """A document's metadata and grades as one flat row."""
    metadata, grades = document.metadata, document.grades
    return GradeRow(
        document=document.name,
        title=metadata.title,
        authority=metadata.authority,
        framework=metadata.framework,
        inspection_start=metadata.inspection_start,
        inspection_end=metadata.inspection_end,
        published=metadata.published,
        lead_inspector=metadata.lead_inspector,
        overall=grades.get(Area.OVERALL),
        leaders=grades.get(Area.LEADERS),
        help_and_protection=grades.get(Area.HELP_AND_PROTECTION),
        children_in_care=grades.get(Area.CHILDREN_IN_CARE),
        care_leavers=grades.get(Area.CARE_LEAVERS),
    )


def grades_record(document: Document) -> ReadGrades:
    """A document's metadata and grades as one nested object."""
    return ReadGrades(document.name, document.metadata, document.grades)


def document_record(document: Document) -> ReadDocument:
    """A whole document as one nested object."""
    return ReadDocument(
        document=document.name,
        format=document.format,
        pages=document.pages,
        metadata=document.metadata,
        grades=document.grades,
        sections=tuple(
            ReadSection(
                heading=section.heading,
                section=section.code,
                passages=tuple(
                    ReadPassage(
                        passage=passage.key,
                        number=passage.number,
                        bullet=passage.bullet,
                        sentences=tuple(
                            ReadSentence(s.text, s.page, s.start, s.end, s.position)
                            for s in passage.sentences
                        ),
                    )
                    for passage in section.passages
                ),
            )
            for section in document.sections
        ),
        text=document.text,
    )


def _rounded(probability: float) -> float:
    return round(float(probability), DECIMALS)


def _finding_records(result: SentenceFindings) -> tuple[FindingRecord, ...]:
    return tuple(_finding_record(finding) for finding in result.findings)


def _finding_record(finding: Finding) -> FindingRecord:
    return FindingRecord(finding.domain, finding.polarity, _rounded(finding.confidence))


def _scores(result: SentenceFindings) -> dict[str, float]:
    return {name: _rounded(score) for name, score in zip(_LABEL_NAMES, result.scores, strict=True)}
