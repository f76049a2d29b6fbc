"""Words for people: codes, dates and grades as they are read, and text made safe to show."""

from __future__ import annotations

import datetime as dt
import math
from enum import StrEnum

from inspection_findings.documents.types import Framework, Metadata
from inspection_findings.labels import Area, Domain, SectionCode

# A document's text reaches a terminal. Escape sequences in it could move the cursor or retitle the
# window, and direction overrides could make a line read as another; neither is part of a sentence.
_CONTROLS = [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_SAFE = dict.fromkeys(_CONTROLS, "\N{REPLACEMENT CHARACTER}") | {0x09: " ", 0x0A: " ", 0x0D: " "}

# Codes whose words alone do not make a name. Codes of different kinds that read the same have the same name.
_TITLES: dict[str, str] = {
    Domain.OVERSIGHT: "Management oversight",
    Domain.PROTECTION: "Child protection",
    Domain.ASSESSMENT_PLANNING: "Assessment and planning",
    Domain.VOICE: "Voice of the child",
    Domain.PARTNERSHIP: "Work with partners",
    Area.OVERALL: "Overall effectiveness",
    Area.LEADERS: "Impact of leaders",
    SectionCode.WHAT_NEEDS_TO_IMPROVE: "What needs to improve",
}

# From which confidence on, in words that are not taken for a promise.
_CERTAINTY = ((0.95, "nearly certain"), (0.8, "very likely"), (0.6, "likely"), (0.4, "about even"))
_LEAST_CERTAIN = "doubtful"


def plain(text: str) -> str:
    """Text on one line without control characters, fit for a terminal.

    Lone surrogates (file names that are not UTF-8) are shown as escapes.
    """
    return text.translate(_SAFE).encode("utf-8", "backslashreplace").decode("utf-8")


def words(code: StrEnum) -> str:
    """A code as words: ``help_and_protection`` becomes ``help and protection``."""
    return code.value.replace("_", " ")


def title(code: StrEnum) -> str:
    """A code as a name: ``assessment_planning`` becomes ``Assessment and planning``."""
    return _TITLES.get(code, words(code).capitalize())


def certainty(confidence: float) -> str:
    """A confidence in words: ``very likely``."""
    return next((words for least, words in _CERTAINTY if confidence >= least), _LEAST_CERTAIN)


def percent(confidence: float) -> str:
    """A confidence in figures, rounded down and never a whole certainty: ``97%``."""
    return f"{max(1, min(99, math.floor(confidence * 100 + 1e-9)))}%"


def framework_name(framework: Framework) -> str:
    """The framework as it is written: ``ILACS``, but ``news``."""
    return framework.value if framework is Framework.NEWS else framework.value.upper()


def day(date: dt.date) -> str:
    """A date as it is written in a letter: ``4 March 2024``."""
    return f"{date.day} {date:%B %Y}"


def period(start: dt.date | None, end: dt.date | None) -> str | None:
    """Inspection dates as one phrase, ``None`` where neither is known."""
    if start is None or end is None or start == end:
        known = start or end
        return day(known) if known else None
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day(end)}"
    if start.year == end.year:
        return f"{start.day} {start:%B} to {day(end)}"
    return f"{day(start)} to {day(end)}"


def headline(metadata: Metadata) -> str:
    """Authority, framework and dates on one line; empty where the text states none of them."""
    inspected = period(metadata.inspection_start, metadata.inspection_end)
    parts = [
        metadata.authority and plain(metadata.authority),
        metadata.framework and framework_name(metadata.framework),
        inspected and f"inspected {inspected}",
        metadata.published and f"published {day(metadata.published)}",
    ]
    return ", ".join(part for part in parts if part)


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: ``1 document``, ``2 documents``; ``plural`` where an s does not make it."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
