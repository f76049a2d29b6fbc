"""Progress as a record for programs: plain objects with the fields that are named here.

Of progress
    ``authority``, ``precision``, ``visits``, ``steps``.
Of a visit
    ``document``, ``framework``, ``inspection_start``, ``inspection_end``, ``published``, ``grades``.
Of a step
    ``then`` and ``now``, places in ``visits`` from 0; ``areas`` and ``domains``.
Of an area
    ``area``; ``then`` and ``now``, its findings as ``strengths``, ``weaknesses`` and, besides, ``unsure``;
    ``change``; ``grade_then``, ``grade_now``.
Of a domain
    ``domain``, ``then``, ``now`` and ``change`` likewise; ``evidence``.
Of evidence
    ``kind``; ``then`` and ``now``, sentences with ``page``, ``section``, ``text`` and ``findings``; how
    ``alike`` they are, 0 to 1; ``confidence``; ``unsure``.

Dates are ISO 8601, codes those of the vocabulary, what is not known or not there is null.
"""

from __future__ import annotations

from typing import Any

from inspection_findings.overview.progress.compare import AreaProgress, DomainProgress, Progress, Step
from inspection_findings.overview.progress.pairs import Evidence
from inspection_findings.overview.progress.visits import Statement, Visit
from inspection_findings.reporting.records import DECIMALS
from inspection_findings.reporting.summary import Tally

Record = dict[str, Any]


def progress_record(progress: Progress) -> Record:
    """All of it, without a loss."""
    return {
        "authority": progress.authority,
        "precision": progress.precision,
        "visits": [_visit(visit) for visit in progress.visits],
        "steps": [_step(step, progress.visits) for step in progress.steps],
    }


def _visit(visit: Visit) -> Record:
    stated = visit.metadata
    return {
        "document": visit.document,
        "framework": stated.framework,
        "inspection_start": stated.inspection_start,
        "inspection_end": stated.inspection_end,
        "published": stated.published,
        "grades": dict(visit.grades),
    }


def _step(step: Step, visits: tuple[Visit, ...]) -> Record:
    places = {id(visit): place for place, visit in enumerate(visits)}
    return {
        "then": places[id(step.then)],
        "now": places[id(step.now)],
        "areas": [_area(each) for each in step.areas],
        "domains": [_domain(each) for each in step.domains],
    }


def _area(each: AreaProgress) -> Record:
    return {
        "area": each.area,
        **_change(each),
        "grade_then": each.grade_then,
        "grade_now": each.grade_now,
    }


def _domain(each: DomainProgress) -> Record:
    return {
        "domain": each.domain,
        **_change(each),
        "evidence": [_evidence(one) for one in each.evidence],
    }


def _change(each: AreaProgress | DomainProgress) -> Record:
    return {"then": _tally(each.then), "now": _tally(each.now), "change": each.change}


def _tally(tally: Tally) -> Record:
    return {"strengths": tally.strengths, "weaknesses": tally.weaknesses, "unsure": tally.unsure}


def _evidence(evidence: Evidence) -> Record:
    return {
        "kind": evidence.kind,
        "then": evidence.then and statement_record(evidence.then),
        "now": evidence.now and statement_record(evidence.now),
        "alike": round(evidence.alike, DECIMALS),
        "confidence": round(evidence.confidence, DECIMALS),
        "unsure": evidence.unsure,
    }


def statement_record(statement: Statement) -> Record:
    """A sentence with what it finds."""
    return {
        "page": statement.page,
        "section": statement.section,
        "text": statement.text,
        "findings": [
            {
                "domain": finding.domain,
                "polarity": finding.polarity,
                "confidence": round(finding.confidence, DECIMALS),
                "unsure": bool(finding.unsure),
            }
            for finding in statement.findings
        ],
    }
