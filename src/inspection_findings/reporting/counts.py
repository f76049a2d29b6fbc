"""A summary as plain values, for a file: what was counted is what is read back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from typing import Any

from inspection_findings.documents.types import Grade
from inspection_findings.labels import Area, Domain
from inspection_findings.reporting.summary import Summary, Tally


def counts_of(summary: Summary) -> dict[str, Any]:
    """The counts of documents as JSON takes them; what is zero throughout is left out.

    A tally is its four counts, in the order of its fields. Lines, failures and the precision are left to
    whoever keeps the counts.
    """
    return {
        "documents": summary.documents,
        "sentences": summary.sentences,
        "total": astuple(summary.total),
        "domains": {domain: astuple(tally) for domain, tally in summary.domains.items() if tally.shown},
        "areas": {area: astuple(tally) for area, tally in summary.areas.items() if tally.shown},
        "grades": {area: dict(given) for area, given in summary.grades.items() if given},
    }


def summary_of(counts: Mapping[str, Any]) -> Summary:
    """The summary that has these counts.

    Raises
    ------
    LookupError, TypeError, ValueError
        If they are not of a summary.
    """
    summary = Summary(documents=_number(counts["documents"]), sentences=_number(counts["sentences"]))
    summary.total = _tally(counts["total"])
    summary.domains |= {Domain(name): _tally(tally) for name, tally in counts["domains"].items()}
    for name, tally in counts["areas"].items():
        # Only areas that have findings of their own.
        summary.areas[Area(name)].merge(_tally(tally))
    for name, given in counts["grades"].items():
        summary.grades[Area(name)] = Counter({Grade(grade): _number(n) for grade, n in given.items()})
    return summary


def _tally(counts: Iterable[object]) -> Tally:
    strengths, weaknesses, unsure_strengths, unsure_weaknesses = map(_number, counts)
    return Tally(strengths, weaknesses, unsure_strengths, unsure_weaknesses)


def _number(count: object) -> int:
    if not isinstance(count, int) or count < 0:
        raise ValueError(f"{count!r} is no count")
    return count
