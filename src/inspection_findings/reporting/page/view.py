"""A classified report as the page shows it: parts, paragraphs and lines with their notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, zip_longest
from pathlib import PurePath

from inspection_findings.documents.types import Document, DocumentSection, Metadata, Passage
from inspection_findings.labels import Finding
from inspection_findings.model.scorer import SentenceFindings
from inspection_findings.reporting.page.why import Why, why
from inspection_findings.reporting.wording import day, framework_name, period, title


@dataclass(frozen=True, slots=True)
class Note:
    """A finding beside its line; ``why`` is ``None`` where it was not asked."""

    finding: Finding
    why: Why | None


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence.

    Attributes
    ----------
    number
        Among all sentences, from 1.
    text
        Its words.
    page
        Where it stands; ``None`` in formats without pages.
    turns
        Whether it is the first of its page.
    notes
        What was found in it.
    """

    number: int
    text: str
    page: int | None
    turns: bool
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that are read together, with the number that is printed beside them."""

    number: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Paragraphs, or bullet points, one after the other."""

    bullets: bool
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one heading.

    Attributes
    ----------
    number
        Among all parts, from 1.
    name
        Its heading, or what stands for one.
    has_heading
        Whether the report itself has that heading.
    groups
        Its text; empty where another heading follows at once.
    """

    number: int
    name: str
    has_heading: bool
    groups: tuple[Group, ...]


def parts(document: Document, results: tuple[SentenceFindings, ...]) -> tuple[Part, ...]:
    """Lay the results out as their document is.

    Raises
    ------
    ValueError
        If there is not one result a sentence.
    """
    if len(results) != sum(1 for _ in document.sentences()):
        raise ValueError("a page needs a result for every sentence of its document")
    lines = _lines(results)
    return tuple(_part(number, section, lines) for number, section in enumerate(document.sections, start=1))


def pages(all_parts: tuple[Part, ...]) -> tuple[int, ...]:
    """The pages that hold a sentence, in the order in which they come."""
    return tuple(
        line.page
        for part in all_parts
        for group in part.groups
        for paragraph in group.paragraphs
        for line in paragraph.lines
        if line.turns and line.page is not None
    )


def file_name(document: Document) -> str:
    """A document's name without the folders it lies in, which are nobody else's business."""
    return PurePath(document.name.replace("\\", "/")).name or document.name


def heading(document: Document) -> str:
    """What to call the report: its authority, else its title, else its file."""
    return document.metadata.authority or document.metadata.title or file_name(document)


def source(document: Document) -> str:
    """Where a quotation is from: ``Northmere, ILACS, inspected 29 January to 9 February 2024``."""
    metadata = document.metadata
    return ", ".join(
        each for each in (heading(document), _framework(metadata), _when(metadata)) if each is not None
    )


def _framework(metadata: Metadata) -> str | None:
    return framework_name(metadata.framework) if metadata.framework else None


def _when(metadata: Metadata) -> str | None:
    inspected = period(metadata.inspection_start, metadata.inspection_end)
    if inspected:
        return f"inspected {inspected}"
    return f"published {day(metadata.published)}" if metadata.published else None


def _lines(results: tuple[SentenceFindings, ...]) -> Iterator[Line]:
    seen: set[int | None] = {None}
    for number, result in enumerate(results, start=1):
        page = result.sentence.page
        turns = page not in seen
        seen.add(page)
        notes = tuple(
            Note(finding, None if explanation is None else why(explanation))
            for finding, explanation in zip_longest(result.findings, result.explanations)
        )
        yield Line(number, result.sentence.text, page, turns, notes)


def _part(number: int, section: DocumentSection, lines: Iterator[Line]) -> Part:
    groups = tuple(
        Group(bullets, tuple(_paragraph(passage, lines) for passage in passages))
        for bullets, passages in groupby(section.passages, key=lambda passage: passage.bullet)
    )
    return Part(
        number=number,
        name=section.heading or (title(section.code) if section.code else "Without a heading"),
        has_heading=section.heading is not None,
        groups=groups,
    )


def _paragraph(passage: Passage, lines: Iterator[Line]) -> Paragraph:
    return Paragraph(passage.number, tuple(next(lines) for _ in passage.sentences))
