"""Dates and ranges of dates as reports write them."""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_MONTH = "|".join(_MONTHS)
_NTH = r"(?:st|nd|rd|th)?"
_DATE = re.compile(rf"(?P<d>\d{{1,2}}){_NTH} (?P<m>{_MONTH}),? (?P<y>\d{{4}})", re.I)
_MONTH_FIRST = re.compile(rf"(?P<m>{_MONTH}) (?P<d>\d{{1,2}}){_NTH},? (?P<y>\d{{4}})", re.I)
_ALONE = re.compile(
    rf"(?:[a-z]+day,? )?(?P<date>\d{{1,2}}{_NTH} (?:{_MONTH}),? \d{{4}}|(?:{_MONTH}) \d{{1,2}}{_NTH},?"
    rf" \d{{4}})",
    re.I,
)
_RANGE = re.compile(
    rf"(?P<d1>\d{{1,2}}){_NTH}(?: (?P<m1>{_MONTH}))?(?:,? (?P<y1>\d{{4}}))?"
    rf" ?(?:to|and|[-–—−]) ?(?P<d2>\d{{1,2}}){_NTH} (?P<m2>{_MONTH}),? (?P<y2>\d{{4}})",
    re.I,
)


def _date(day: str, month: str, year: str) -> dt.date | None:
    try:
        return dt.date(int(year), _MONTHS.index(month.lower()) + 1, int(day))
    except ValueError:
        return None


def first_date(text: str) -> dt.date | None:
    """The first date in a text: ``8 March 2024`` or ``March 8, 2024``."""
    found = _DATE.search(text) or _MONTH_FIRST.search(text)
    return _date(found["d"], found["m"], found["y"]) if found else None


def whole_date(text: str) -> dt.date | None:
    """The date that a text consists of, a day of the week before it left aside."""
    found = _ALONE.fullmatch(text.strip())
    return first_date(found["date"]) if found else None


def first_range(text: str) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of the first range of dates in a text, or a single date twice.

    What the first day leaves out, the last day gives: ``10 to 21 July 2023``,
    ``30 October to 10 November 2023``.
    """
    found = _RANGE.search(text)
    if found is None:
        day = first_date(text)
        return day, day
    last = _date(found["d2"], found["m2"], found["y2"])
    first = _date(found["d1"], found["m1"] or found["m2"], found["y1"] or found["y2"])
    if first and last and first > last and not found["y1"]:
        first = _date(found["d1"], found["m1"] or found["m2"], str(last.year - 1))
    return first, last
