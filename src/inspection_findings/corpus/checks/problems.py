"""What a check of the labelled data finds, and how bad it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """What a problem asks for: to be mended, to be looked at, or to be known."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Check(StrEnum):
    """Every check, in the order in which they are reported."""

    SCHEMA = "schema"
    IDENTIFIERS = "identifiers"
    REFERENCES = "references"
    PLACES = "same place"
    OVERLAPS = "overlaps"
    SPLITS = "splits"
    DUPLICATES = "duplicates across splits"
    DRIFT = "drift of labels"
    DOCUMENTS = "documents"
    COVERAGE = "coverage"
    TEXT = "text"
    NEAR_DUPLICATES = "near-duplicates across splits"
    OPPOSITE = "opposite labels"
    DIFFERENT = "different labels"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a check found.

    Attributes
    ----------
    where
        File and line, document, or identifier of a sentence.
    message
        What is wrong there, without a word of any report.
    texts
        The sentences themselves; whoever prints them decides to do so.
    """

    check: Check
    severity: Severity
    where: str
    message: str
    texts: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many problems of each severity a check found."""

    check: Check
    errors: int
    warnings: int
    notes: int


def tally(problems: Iterable[Problem], left_out: Iterable[Check] = ()) -> list[Tally]:
    """Count problems by check, with a row for each check that was made.

    Parameters
    ----------
    problems
        Of all checks.
    left_out
        Checks that were not made and so have no row.
    """
    counts = Counter((problem.check, problem.severity) for problem in problems)
    return [
        Tally(check, *(counts[check, severity] for severity in Severity))
        for check in Check
        if check not in set(left_out)
    ]
