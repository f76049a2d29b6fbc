"""Visits to a council that does not exist, made of sentences whose findings the tests choose."""

from __future__ import annotations

import datetime as dt

from inspection_findings.documents.types import Framework, Grade, Metadata
from inspection_findings.labels import Area, Finding, Label, SectionCode
from inspection_findings.overview.progress import Statement, Visit

THEN = (
    ("Supervision is rare and brief.", "oversight:weakness"),
    ("Caseloads are far too high in the assessment teams.", "workforce:weakness"),
    ("Early help is strong across the county.", "front_door:strength"),
    ("Foster carers praise the training they receive.", "children_in_care:strength"),
    ("Health assessments are late.", "children_in_care:weakness"),
    ("Pathway plans are missing.", "care_leavers:weakness"),
)
NOW = (
    ("Supervision is rare in two teams.", "oversight:weakness"),
    ("Caseloads have come down in the assessment teams.", "workforce:strength"),
    ("Early help is thin across the county.", "front_door:weakness"),
    ("Foster carers praise the training and the support they receive.", "children_in_care:strength"),
    ("Brothers and sisters live apart.", "children_in_care:weakness"),
    ("Personal advisers keep in touch.", "care_leavers:strength"),
)


def statement(
    text: str,
    *labels: str,
    confidence: float = 0.9,
    unsure: bool | None = None,
    page: int | None = 1,
    section: SectionCode | None = None,
) -> Statement:
    """A sentence with findings."""
    findings = tuple(Finding(*Label.parse(label), confidence, unsure) for label in labels)
    return Statement(text, page, section, findings)


def visit(
    year: int | None,
    said: tuple[tuple[str, ...], ...] = (),
    *,
    authority: str | None = "Fernshire",
    framework: Framework | None = Framework.ILACS,
    grades: dict[Area, Grade] | None = None,
    statements: tuple[Statement, ...] = (),
) -> Visit:
    """A visit in March of a year."""
    end = year and dt.date(year, 3, 8)
    metadata = Metadata(None, authority, framework, end and end.replace(day=4), end)
    made = (statement(text, *labels, page=page) for page, (text, *labels) in enumerate(said, 1))
    return Visit(f"letters/{authority}-{year}.pdf", metadata, grades or {}, (*made, *statements))
