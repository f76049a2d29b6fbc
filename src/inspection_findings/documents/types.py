"""What a reader returns: a document's text and everything found in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from inspection_findings.labels import Area, SectionCode


class Framework(StrEnum):
    """The inspection framework (or kind of text) that a document belongs to."""

    ILACS = "ilacs"
    SIF = "sif"
    JTAI = "jtai"
    SEND = "send"
    NEWS = "news"


class Grade(StrEnum):
    """A judgement on the inspectorate's four-point scale."""

    OUTSTANDING = "outstanding"
    GOOD = "good"
    REQUIRES_IMPROVEMENT = "requires_improvement"
    INADEQUATE = "inadequate"


class Format(StrEnum):
    """File formats, told apart by content."""

    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in its context.

    Attributes
    ----------
    text
        The sentence with white space folded and broken words joined.
    section
        Normalised section, ``None`` where it could not be read off.
    bullet
        Whether the sentence belongs to a bullet point.
    passage
        Key of the passage; consecutive sentences with the same key are each other's context.
    position
        Place in the passage, from 0.
    page
        Page number from 1, ``None`` where the format has no pages.
    start, end
        Half-open character range in ``Document.text``; ``None`` for sentences that came alone.
    """

    text: str
    section: SectionCode | None = None
    bullet: bool = False
    passage: str | None = None
    position: int = 0
    page: int | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or a bullet point: sentences that are read together."""

    key: str
    sentences: tuple[Sentence, ...]
    bullet: bool = False
    number: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentSection:
    """A heading and the passages under it."""

    heading: str | None
    code: SectionCode | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the text states about itself; ``None`` where it does not."""

    title: str | None = None
    authority: str | None = None
    framework: Framework | None = None
    inspection_start: dt.date | None = None
    inspection_end: dt.date | None = None
    published: dt.date | None = None
    lead_inspector: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read.

    Attributes
    ----------
    name
        What the caller knows it by, usually the path.
    text
        The reading text: headings and passages one a line, running headers and footers left out,
        broken words joined. ``document.text[s.start:s.end] == s.text`` for each of its sentences.
    pages
        Number of pages, ``None`` where the format has none.
    grades
        Judgements printed in the document, by area. Empty where none are.
    """

    name: str
    format: Format
    text: str
    sections: tuple[DocumentSection, ...]
    metadata: Metadata = field(default_factory=Metadata)
    grades: dict[Area, Grade] = field(default_factory=dict)
    pages: int | None = None

    def passages(self) -> Iterator[Passage]:
        """All passages in reading order."""
        for section in self.sections:
            yield from section.passages

    def sentences(self) -> Iterator[Sentence]:
        """All sentences in reading order."""
        for passage in self.passages():
            yield from passage.sentences
