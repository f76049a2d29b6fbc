"""Visits to an authority: what each report says of it, in the order of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from inspection_findings.documents.authorities import normal_form
from inspection_findings.documents.types import Framework, Grade, Metadata
from inspection_findings.labels import Area, Domain, Finding, Polarity, SectionCode, area_of
from inspection_findings.overview.authorities import authority_named
from inspection_findings.reporting.classified import ClassifiedReport
from inspection_findings.reporting.summary import Tally


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that finds something.

    Attributes
    ----------
    text, page, section
        As in `Sentence`.
    findings
        At least one.
    """

    text: str
    page: int | None
    section: SectionCode | None
    findings: tuple[Finding, ...]

    def about(self, domain: Domain) -> tuple[Finding, ...]:
        """What it finds of one domain: what is sure, or all of it where nothing is."""
        found = tuple(finding for finding in self.findings if finding.domain is domain)
        return tuple(finding for finding in found if not finding.unsure) or found

    def balance(self, domain: Domain) -> int:
        """1 where it finds a strength of a domain, -1 where it finds a weakness, 0 where it finds both."""
        found = {finding.polarity for finding in self.about(domain)}
        return (Polarity.STRENGTH in found) - (Polarity.WEAKNESS in found)

    def unsure(self, domain: Domain) -> bool:
        """Whether nothing that it finds of a domain is sure."""
        return all(finding.unsure for finding in self.about(domain))

    def confidence(self, domain: Domain) -> float:
        """That of what it finds of a domain, 0 to 1; the lower one where it finds both."""
        return min(finding.confidence for finding in self.about(domain))


class Scope(StrEnum):
    """What inspectors looked at. Only visits of one scope are compared where there is a choice."""

    ALL = "all"
    """The services as a whole."""
    PART = "part"
    """A visit without a grade, as to one team or on one matter."""
    JTAI = "jtai"
    SEND = "send"


_SCOPES = {Framework.JTAI: Scope.JTAI, Framework.SEND: Scope.SEND}


@dataclass(frozen=True, slots=True)
class Visit:
    """What one report says.

    Attributes
    ----------
    document
        What it is called.
    metadata
        What it says of itself; the authority under its one name.
    grades
        By area; empty where none are printed.
    statements
        In reading order.
    """

    document: str
    metadata: Metadata
    grades: dict[Area, Grade]
    statements: tuple[Statement, ...]

    @property
    def date(self) -> dt.date | None:
        """The last day of the inspection, or else the first, or else the day of publication."""
        stated = self.metadata
        return stated.inspection_end or stated.inspection_start or stated.published

    @property
    def scope(self) -> Scope:
        """What inspectors looked at: a visit under ILACS that gives no grade was not to all of it."""
        framework = self.metadata.framework
        if framework is Framework.ILACS and not self.grades:
            return Scope.PART
        return _SCOPES.get(framework, Scope.ALL) if framework else Scope.ALL

    def about(self, domain: Domain) -> list[Statement]:
        """Statements that find something of one domain."""
        return [each for each in self.statements if each.about(domain)]

    def tallies(self) -> dict[Domain | Area, Tally]:
        """Findings counted by domain and by judgement area; the overall one has all of them."""
        tallies: dict[Domain | Area, Tally] = {each: Tally() for each in (*Domain, *Area)}
        for statement in self.statements:
            for finding in statement.findings:
                tallies[finding.domain].add(finding)
                tallies[area_of(finding.domain, statement.section)].add(finding)
                tallies[Area.OVERALL].add(finding)
        return tallies


def visit_of(report: ClassifiedReport) -> Visit:
    """What a classified report says."""
    stated = report.document.metadata
    if stated.authority is not None:
        stated = replace(stated, authority=authority_named(stated.authority).name)
    statements = (
        Statement(each.sentence.text, each.sentence.page, each.sentence.section, each.findings)
        for each in report.results
        if each.findings
    )
    return Visit(report.document.name, stated, report.document.grades, tuple(statements))


def authority_form(name: str) -> str:
    """What all names and spellings of an authority have in common."""
    return normal_form(authority_named(name).name)


def in_order(visits: Sequence[Visit]) -> list[Visit]:
    """Visits from the earliest to the latest; as they are given where one of them has no date."""
    if any(visit.date is None for visit in visits):
        return list(visits)
    return sorted(visits, key=lambda visit: visit.date or dt.date.min)
