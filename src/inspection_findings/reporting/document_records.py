"""Documents as they are written out: the whole of one, or its metadata and grades alone.

Fields are named as in `inspection_findings.reporting.records`; the others are those of
`inspection_findings.documents.types`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from inspection_findings.documents.types import Document, Format, Framework, Grade, Metadata
from inspection_findings.labels import Area, SectionCode


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
