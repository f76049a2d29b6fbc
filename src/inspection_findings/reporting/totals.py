"""Counts of a whole run on a line each, in words."""

from __future__ import annotations

from collections import Counter

from inspection_findings.documents.types import Grade
from inspection_findings.reporting.summary import Summary
from inspection_findings.reporting.wording import counted, words


def totals_line(summary: Summary) -> str:
    """The whole run on one line; findings that are unsure are counted apart."""
    parts = [
        counted(summary.lines, "line") if summary.lines else counted(summary.documents, "document"),
        counted(summary.sentences, "sentence") if summary.documents else "",
        counted(summary.total.total, "finding"),
    ]
    line = ", ".join(part for part in parts if part)
    strengths = counted(summary.total.strengths, "strength")
    weaknesses = f"{summary.total.weaknesses:,} weakness" + ("" if summary.total.weaknesses == 1 else "es")
    promised = unsure = ""
    if summary.precision is not None:
        promised = f" at precision {summary.precision:g} or better"
        unsure = f"; {summary.total.unsure:,} more unsure"
    failures = f"; {summary.failures:,} could not be read" if summary.failures else ""
    return f"{line}{promised}: {strengths}, {weaknesses}{unsure}{failures}"


def domains_line(summary: Summary) -> str:
    """Counts by domain on one line, for where a table would be in the way."""
    return ", ".join(
        f"{words(domain)} +{tally.strengths} -{tally.weaknesses}"
        + (f" ({tally.unsure} unsure)" if tally.unsure else "")
        for domain, tally in summary.domains.items()
        if tally.shown
    )


def grades_given(grades: Counter[Grade]) -> str:
    """Grades that were given once or several times: ``good``, or ``3 good, 1 inadequate``."""
    if grades.total() == 1:
        return words(next(iter(grades)))
    return ", ".join(f"{grades[grade]} {words(grade)}" for grade in Grade if grades[grade])
