"""Visits out of a database of reports."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches
from sqlite3 import Row

from inspection_findings.documents.types import Framework, Grade, Metadata
from inspection_findings.labels import Area, Domain, Finding, Polarity, SectionCode
from inspection_findings.overview.database import Database, OverviewError, StoredReport
from inspection_findings.overview.progress.visits import Statement, Visit, authority_form


def stored_visits(database: Database, authority: str) -> list[Visit]:
    """All reports about one authority, in whatever spelling, by their dates.

    Raises
    ------
    OverviewError
        If there is none.
    """
    name = stored_authority(database, authority)
    return [
        stored_visit(report, stored_statements(database, report.id))
        for report in database.reports()
        if report.authority == name
    ]


def stored_authority(database: Database, authority: str) -> str:
    """The name that an authority has in a database.

    Raises
    ------
    OverviewError
        If it has no report there; the message names those that are spelled much like it.
    """
    there = {report.authority for report in database.reports() if report.authority is not None}
    known = {authority_form(name): name for name in there}
    form = authority_form(authority)
    if form in known:
        return known[form]
    alike = [known[each] for each in get_close_matches(form, known, n=3)]
    hint = f": did you mean {' or '.join(alike)}?" if alike else ""
    raise OverviewError(f"no report about {authority} is in the database{hint}")


def stored_precision(database: Database) -> float | None:
    """What was asked for when a database was made; ``None`` if nothing was."""
    stated = database.about().get("precision")
    return float(stated) if stated else None


def only_authority(database: Database) -> str:
    """The authority that all reports of a database are about.

    Raises
    ------
    OverviewError
        If there are several, or no report says.
    """
    there = {report.authority for report in database.reports() if report.authority is not None}
    if len(there) != 1:
        raise OverviewError(
            f"the database has reports about {len(there)} authorities: choose one with --authority"
        )
    return there.pop()


def stored_visit(report: StoredReport, statements: Iterable[Statement]) -> Visit:
    """One report of a database with what it finds."""
    metadata = Metadata(
        report.title,
        report.authority,
        Framework(report.framework) if report.framework else None,
        _day(report.inspection_start),
        _day(report.inspection_end),
        _day(report.published),
        report.lead_inspector,
    )
    grades = {Area(area): Grade(grade) for area, grade in report.grades.items()}
    return Visit(report.document, metadata, grades, tuple(statements))


def stored_statements(database: Database, report_id: int) -> list[Statement]:
    """Sentences of one report that find something, in reading order."""
    findings: dict[int, list[Finding]] = defaultdict(list)
    sentences: dict[int, Row] = {}
    for row in database.connection.execute(
        "SELECT sentence.number, sentence.text, sentence.page, sentence.section, finding.domain, "
        "finding.polarity, finding.confidence, finding.unsure "
        "FROM sentence JOIN finding ON finding.sentence_id = sentence.id "
        "WHERE sentence.report_id = ? ORDER BY sentence.number, finding.id",
        (report_id,),
    ):
        sentences[row["number"]] = row
        findings[row["number"]].append(stored_finding(row))
    return [
        Statement(
            row["text"], row["page"], SectionCode(row["section"]) if row["section"] else None, tuple(found)
        )
        for row, found in zip(sentences.values(), findings.values(), strict=True)
    ]


def stored_finding(row: Row) -> Finding:
    """A finding out of a row that has the columns of ``finding``."""
    unsure = None if row["unsure"] is None else bool(row["unsure"])
    return Finding(Domain(row["domain"]), Polarity(row["polarity"]), row["confidence"], unsure)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
