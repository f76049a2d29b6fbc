"""What became of a finding: what the authority's next report says of the same domain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inspection_findings.documents.types import Framework
from inspection_findings.labels import Domain
from inspection_findings.overview.database import Database, StoredReport
from inspection_findings.overview.progress.change import Change, change_of
from inspection_findings.overview.progress.pairs import LEAST_ALIKE, Pairing
from inspection_findings.overview.progress.stored import stored_statements, stored_visit
from inspection_findings.overview.progress.visits import Statement, Visit
from inspection_findings.overview.search.hits import Match
from inspection_findings.reporting.summary import Tally


@dataclass(frozen=True, slots=True)
class Sequel:
    """The authority's next report that finds something of the domain.

    Attributes
    ----------
    visit
        That report.
    domain
        Which.
    then, now
        Its findings in the report of the match and in this one, counted.
    change
        Of the share of strengths; ``None`` where nothing is sure in either.
    statement
        What this report says of the domain that is most like the match; ``None`` where nothing is alike.
    alike
        Their cosine; 0 where nothing is alike.
    """

    visit: Visit
    domain: Domain
    then: Tally
    now: Tally
    change: Change | None
    statement: Statement | None
    alike: float

    @property
    def is_better(self) -> bool:
        """Whether the domain is clearly better, or what is alike is now a strength alone, and sure."""
        return self.change is Change.BETTER or (
            self.statement is not None
            and self.statement.balance(self.domain) > 0
            and not self.statement.unsure(self.domain)
        )


class Sequels:
    """Looks reports up in a database, each once.

    Parameters
    ----------
    database
        Open.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reports = {report.id: report for report in database.reports()}
        self._visits: dict[int, Visit] = {}
        self._pairings: dict[tuple[int, int], Pairing] = {}

    def of(self, match: Match) -> Sequel | None:
        """What became of a match; ``None`` where no later report speaks of its domain.

        A report without a date, or about no authority, has none after it, and area SEND inspections only
        follow on each other.
        """
        domain = match.finding.domain
        for later in self._later(self._reports[match.report_id]):
            now = self._visit(later.id).about(domain)
            if now:
                return self._sequel(match, later, now)
        return None

    def _sequel(self, match: Match, later: StoredReport, now: list[Statement]) -> Sequel:
        domain = match.finding.domain
        before, after = self._visit(match.report_id), self._visit(later.id)
        pair = (match.report_id, later.id)
        if pair not in self._pairings:
            self._pairings[pair] = Pairing(before, after)
        cosines = self._pairings[pair].alike([match.statement], now)[0]
        best = int(np.argmax(cosines))
        found = cosines[best] >= LEAST_ALIKE
        then_tally, now_tally = before.tallies()[domain], after.tallies()[domain]
        return Sequel(
            *(after, domain, then_tally, now_tally, change_of(then_tally, now_tally)),
            now[best] if found else None,
            float(cosines[best]) if found else 0.0,
        )

    def _later(self, report: StoredReport) -> list[StoredReport]:
        if report.authority is None or report.date is None:
            return []
        return [
            other
            for other in self._reports.values()
            if other.authority == report.authority
            and other.date is not None
            and other.date > report.date
            # Area SEND inspections are of health services and schools too.
            and (other.framework == Framework.SEND) is (report.framework == Framework.SEND)
        ]

    def _visit(self, report_id: int) -> Visit:
        if report_id not in self._visits:
            statements = stored_statements(self._database, report_id)
            self._visits[report_id] = stored_visit(self._reports[report_id], statements)
        return self._visits[report_id]
