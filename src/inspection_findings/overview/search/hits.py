"""Sentences of many reports that match a query, the best first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from sqlite3 import Row

from inspection_findings.documents.types import Framework
from inspection_findings.labels import Domain, Finding, Polarity, SectionCode
from inspection_findings.overview.database import Database
from inspection_findings.overview.progress.stored import stored_finding
from inspection_findings.overview.progress.visits import Statement
from inspection_findings.overview.search.query import Query


@dataclass(frozen=True, slots=True)
class Filters:
    """Which findings and reports are searched; what is ``None`` or empty keeps all.

    Attributes
    ----------
    domains, polarity
        Of the finding.
    authority
        Its name in the database.
    framework
        Of the report.
    since, until
        Years of the inspection, both included. A report without a date is in neither.
    """

    domains: frozenset[Domain] = frozenset()
    polarity: Polarity | None = None
    authority: str | None = None
    framework: Framework | None = None
    since: int | None = None
    until: int | None = None

    def keeps(self, finding: Finding) -> bool:
        """Whether a finding is looked for."""
        return (not self.domains or finding.domain in self.domains) and (
            self.polarity is None or finding.polarity is self.polarity
        )


@dataclass(frozen=True, slots=True)
class Match:
    """A sentence that matches.

    Attributes
    ----------
    report_id, document, authority, framework, date
        Of its report, as the database has them.
    statement
        The sentence with all that it finds.
    finding
        The most confident of the findings that were looked for.
    """

    report_id: int
    document: str
    authority: str | None
    framework: Framework | None
    date: dt.date | None
    statement: Statement
    finding: Finding


_FINDINGS = "SELECT domain, polarity, confidence, unsure FROM finding WHERE sentence_id = ? ORDER BY id"


def matches(database: Database, query: Query, filters: Filters) -> Iterator[Match]:
    """All sentences with a finding that match, the best first (BM25, as SQLite has it)."""
    if not query:
        return
    conditions, values = _conditions(filters)
    rows = database.connection.execute(
        "SELECT sentence.id, sentence.text, sentence.page, sentence.section, report.id AS report_id, "  # noqa: S608
        "report.document, report.authority, report.framework, report.date "
        "FROM sentence_fts JOIN sentence ON sentence.id = sentence_fts.rowid "
        "JOIN report ON report.id = sentence.report_id "
        f"WHERE sentence_fts MATCH ? AND {' AND '.join(conditions)} "
        "ORDER BY sentence_fts.rank, sentence.id",
        (query.match(), *values),
    )
    for row in rows:
        findings = database.connection.execute(_FINDINGS, (row["id"],))
        yield _match(row, [stored_finding(each) for each in findings], filters)


def _match(row: Row, findings: list[Finding], filters: Filters) -> Match:
    section = SectionCode(row["section"]) if row["section"] else None
    return Match(
        *(row["report_id"], row["document"], row["authority"]),
        Framework(row["framework"]) if row["framework"] else None,
        dt.date.fromisoformat(row["date"]) if row["date"] else None,
        Statement(row["text"], row["page"], section, tuple(findings)),
        max(filter(filters.keeps, findings), key=lambda finding: (not finding.unsure, finding.confidence)),
    )


def _conditions(filters: Filters) -> tuple[list[str], list[str | int]]:
    """What a sentence and its report have to be, in SQL and in values."""
    of_finding, values = ["finding.sentence_id = sentence.id"], list[str | int]()
    if filters.domains:
        of_finding.append(f"finding.domain IN ({', '.join('?' * len(filters.domains))})")
        values += map(str, filters.domains)
    if filters.polarity is not None:
        of_finding.append("finding.polarity = ?")
        values.append(str(filters.polarity))
    conditions = [f"EXISTS (SELECT 1 FROM finding WHERE {' AND '.join(of_finding)})"]  # noqa: S608
    for condition, value in (
        ("report.authority = ?", filters.authority),
        ("report.framework = ?", filters.framework),
        ("report.year >= ?", filters.since),
        ("report.year <= ?", filters.until),
    ):
        if value is not None:
            conditions.append(condition)
            values.append(value)
    return conditions, values
