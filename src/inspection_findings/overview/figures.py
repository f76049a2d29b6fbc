"""Counts of many reports: by report and domain, and what they come to for authorities and for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from inspection_findings.documents.types import Framework
from inspection_findings.labels import Domain, Polarity
from inspection_findings.overview.database import Database, StoredReport
from inspection_findings.reporting.summary import Tally

FEW = 3
"""Fewer findings than these give no share: one sentence more or less would turn it over."""

Counts = dict[Domain, Tally]


@dataclass(frozen=True, slots=True)
class ReportFigures:
    """One report and its findings counted.

    Attributes
    ----------
    report
        As the database has it.
    domains
        All of them, those without a finding too.
    """

    report: StoredReport
    domains: Counts

    @property
    def authority(self) -> str:
        """Whose report it is; the document's name where it does not say."""
        return self.report.authority or PurePath(self.report.document).name


def report_figures(database: Database) -> list[ReportFigures]:
    """Count the findings of every report, in the order of `Database.reports`."""
    counts: dict[int, Counts] = {}
    reports = database.reports()
    for report in reports:
        counts[report.id] = {domain: Tally() for domain in Domain}
    rows = database.connection.execute(
        "SELECT sentence.report_id, finding.domain, finding.polarity, finding.unsure IS 1, count(*) "
        "FROM finding JOIN sentence ON sentence.id = finding.sentence_id GROUP BY 1, 2, 3, 4"
    )
    for report_id, domain, polarity, unsure, number in rows:
        tally = counts[report_id][Domain(domain)]
        match Polarity(polarity), bool(unsure):
            case Polarity.STRENGTH, False:
                tally.strengths = number
            case Polarity.WEAKNESS, False:
                tally.weaknesses = number
            case Polarity.STRENGTH, True:
                tally.unsure_strengths = number
            case _:
                tally.unsure_weaknesses = number
    return [ReportFigures(report, counts[report.id]) for report in reports]


def commonest_framework(figures: Iterable[ReportFigures]) -> Framework | None:
    """The framework of most reports, ``None`` where no report says its own."""
    known = Counter(each.report.framework for each in figures if each.report.framework)
    return Framework(known.most_common(1)[0][0]) if known else None


def latest(figures: Iterable[ReportFigures], framework: Framework | None = None) -> list[ReportFigures]:
    """The last report of each authority, by the authorities' names.

    Parameters
    ----------
    figures
        Reports to choose from.
    framework
        Passes over reports of other frameworks; ``None`` passes over none.
    """
    chosen: dict[str, ReportFigures] = {}
    for each in figures:
        if framework is not None and each.report.framework != framework:
            continue
        before = chosen.get(each.authority)
        if before is None or (each.report.date or "") >= (before.report.date or ""):
            chosen[each.authority] = each
    return sorted(chosen.values(), key=lambda each: each.authority.casefold())


def together(figures: Iterable[ReportFigures]) -> Counts:
    """The counts of several reports added up."""
    counts = {domain: Tally() for domain in Domain}
    for each in figures:
        for domain, tally in each.domains.items():
            counts[domain].merge(tally)
    return counts


def total(counts: Counts) -> Tally:
    """The counts of all domains added up."""
    tally = Tally()
    for each in counts.values():
        tally.merge(each)
    return tally


def share_to_show(tally: Tally) -> float | None:
    """Strengths among all findings, 0 to 1; ``None`` where there are too `FEW` to say."""
    return tally.share if tally.total >= FEW else None


def frameworks_of(figures: Sequence[ReportFigures]) -> list[Framework]:
    """The frameworks of some reports, in the order of the vocabulary."""
    there = {each.report.framework for each in figures}
    return [framework for framework in Framework if framework in there]
