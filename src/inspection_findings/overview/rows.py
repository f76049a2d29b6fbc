"""A classified report as rows of the database, in a form that processes pass on cheaply."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TextIO

import orjson

from inspection_findings.documents.types import Document
from inspection_findings.labels import area_of
from inspection_findings.model.scorer import SentenceFindings
from inspection_findings.overview.authorities import authority_named
from inspection_findings.reporting.records import DECIMALS


@dataclass(frozen=True, slots=True)
class ReportRows:
    """What the database holds of one report. Fields are named as the columns of ``schema.sql``.

    Attributes
    ----------
    document
        What the report is called.
    authority, region
        As `authority_named` has them.
    inspection_start, inspection_end, published, date
        ISO 8601. ``date`` is the last day of the inspection, else the day of publication.
    grades
        Area and grade.
    sentences
        The columns of ``sentence`` from ``page`` to ``text``, in reading order.
    findings
        Place of the sentence, domain, polarity, area, confidence, unsure.
    """

    document: str
    title: str | None
    authority: str | None
    region: str | None
    framework: str | None
    inspection_start: str | None
    inspection_end: str | None
    published: str | None
    date: str | None
    lead_inspector: str | None
    pages: int | None
    format: str
    grades: Sequence[tuple[str, str]]
    sentences: Sequence[tuple[object, ...]]
    findings: Sequence[tuple[object, ...]]

    @property
    def year(self) -> int | None:
        """The year of ``date``."""
        return int(self.date[:4]) if self.date else None

    def to_json(self) -> str:
        """All of it on one line."""
        content = {field.name: getattr(self, field.name) for field in fields(self)}
        return orjson.dumps(content).decode("utf-8")

    @classmethod
    def from_json(cls, line: str | bytes) -> ReportRows:
        """Read what `to_json` gave."""
        return cls(**orjson.loads(line))


class RowsWriter:
    """Writes one report a line, as `ReportRows` has it; a writer like those of `reporting.writers`.

    Parameters
    ----------
    stream
        Takes the lines.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write_document(self, document: Document, results: Sequence[SentenceFindings]) -> None:
        """Write one report."""
        self._stream.write(report_rows(document, results).to_json() + "\n")

    def write_lines(self, identifiers: Sequence[str | int], results: Sequence[SentenceFindings]) -> None:
        """Refuse: lines of JSON Lines belong to no report."""
        raise NotImplementedError("an overview is of documents")


def report_rows(document: Document, results: Sequence[SentenceFindings]) -> ReportRows:
    """The rows of one report.

    Parameters
    ----------
    document
        As it was read.
    results
        One a sentence, in reading order.
    """
    stated = document.metadata
    authority = authority_named(stated.authority) if stated.authority else None
    headings = [
        section.heading
        for section in document.sections
        for passage in section.passages
        for _ in passage.sentences
    ]
    return ReportRows(
        document=storable(document.name),
        title=_maybe(stated.title),
        authority=authority and storable(authority.name),
        region=authority and authority.region,
        framework=stated.framework,
        inspection_start=_iso(stated.inspection_start),
        inspection_end=_iso(stated.inspection_end),
        published=_iso(stated.published),
        date=_iso(stated.inspection_end or stated.inspection_start or stated.published),
        lead_inspector=_maybe(stated.lead_inspector),
        pages=document.pages,
        format=document.format,
        grades=[(str(area), str(grade)) for area, grade in document.grades.items()],
        sentences=[
            (
                *(sentence.page, sentence.start, sentence.end),
                sentence.section and str(sentence.section),
                _maybe(heading),
                *(sentence.passage, sentence.position, sentence.bullet),
                storable(sentence.text),
            )
            for heading, sentence in zip(headings, (each.sentence for each in results), strict=True)
        ],
        findings=[
            (
                number,
                *(str(finding.domain), str(finding.polarity)),
                str(area_of(finding.domain, result.sentence.section)),
                round(finding.confidence, DECIMALS),
                finding.unsure,
            )
            for number, result in enumerate(results)
            for finding in result.findings
        ],
    )


def _iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None


def _maybe(text: str | None) -> str | None:
    return None if text is None else storable(text)


def storable(text: str) -> str:
    """Text as UTF-8 can say it: file names may hold what is none."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
