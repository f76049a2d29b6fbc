"""Hits as records for programs: one flat row each, with the same fields in every format.

``document``, ``authority``, ``framework``, ``date``, ``page``, ``section``
    Of the report, and where in it the sentence stands.
``domain``, ``polarity``, ``confidence``, ``unsure``
    Of the most confident finding that was looked for.
``text``
    The sentence.
``next_document``, ``next_framework``, ``next_date``
    The authority's next report that finds something of the domain.
``then_strengths``, ``then_weaknesses``, ``next_strengths``, ``next_weaknesses``
    Findings of the domain in both reports, those that are unsure left out.
``change``
    Of the share of strengths: `Change`.
``next_page``, ``next_polarity``, ``next_text``, ``alike``
    What that report says of the domain that is most like the hit, where anything is alike. The polarity is
    ``both`` where the sentence finds a strength and a weakness.

What is not known, or not there, is null in JSON and empty in CSV.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from inspection_findings.documents.types import Framework
from inspection_findings.labels import Domain, Polarity, SectionCode
from inspection_findings.overview.progress.change import Change
from inspection_findings.overview.search import Hit
from inspection_findings.reporting.records import DECIMALS


@dataclass(frozen=True, slots=True)
class HitRow:
    """One hit."""

    document: str
    authority: str | None
    framework: Framework | None
    date: dt.date | None
    page: int | None
    section: SectionCode | None
    domain: Domain
    polarity: Polarity
    confidence: float
    unsure: bool | None
    text: str
    next_document: str | None = None
    next_framework: Framework | None = None
    next_date: dt.date | None = None
    then_strengths: int | None = None
    then_weaknesses: int | None = None
    next_strengths: int | None = None
    next_weaknesses: int | None = None
    change: Change | None = None
    next_page: int | None = None
    next_polarity: str | None = None
    next_text: str | None = None
    alike: float | None = None


def hit_row(hit: Hit) -> HitRow:
    """The row of one hit."""
    match, sequel = hit.match, hit.sequel
    finding, statement = match.finding, match.statement
    own = (
        *(match.document, match.authority, match.framework, match.date, statement.page, statement.section),
        *(finding.domain, finding.polarity, round(finding.confidence, DECIMALS), finding.unsure),
        statement.text,
    )
    if sequel is None:
        return HitRow(*own)
    after = (
        *(sequel.visit.document, sequel.visit.metadata.framework, sequel.visit.date),
        *(sequel.then.strengths, sequel.then.weaknesses, sequel.now.strengths, sequel.now.weaknesses),
        sequel.change,
    )
    if sequel.statement is None:
        return HitRow(*own, *after)
    balance = sequel.statement.balance(sequel.domain)
    polarity = {1: Polarity.STRENGTH.value, -1: Polarity.WEAKNESS.value, 0: "both"}[balance]
    said = (sequel.statement.page, polarity, sequel.statement.text, round(sequel.alike, DECIMALS))
    return HitRow(*own, *after, *said)
