"""Words for people: codes, dates and grades as they are read, and text made safe to show."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from inspection_findings.documents.types import Framework, Metadata

# A document's text reaches a terminal. Escape sequences in it could move the cursor or retitle the
# window, and direction overrides could make a line read as another; neither is part of a sentence.
_CONTROLS = [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_SAFE = dict.fromkeys(_CONTROLS, "\N{REPLACEMENT CHARACTER}") | {0x09: " ", 0x0A: " ", 0x0D: " "}


def plain(text: str) -> str:
    """Text on one line without control characters, fit for a terminal.

    Lone surrogates (file names that are not UTF-8) are shown as escapes.
    """
    return text.translate(_SAFE).encode("utf-8", "backslashreplace").decode("utf-8")


def words(code: StrEnum) -> str:
    """A code as words: ``help_and_protection`` becomes ``help and protection``."""
    return code.value.replace("_", " ")


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


def counted(number: int, noun: str) -> str:
    """A number with its noun: ``1 document``, ``2 documents``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
