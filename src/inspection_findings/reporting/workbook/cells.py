"""Cells of a workbook: values written as what they are, text always as text."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from inspection_findings.documents.types import Framework
from inspection_findings.reporting.wording import framework_name, plain, title
from inspection_findings.spreadsheets import is_like_formula

LONGEST_TEXT = 32_767
"""Characters of a cell, by Excel's limit, which counts those beyond the basic plane twice."""
_CUT = " … (cut: a cell holds no more)"
# Beyond, a cell of numbers keeps no digit exactly.
_GREATEST_WHOLE = 10**15
# From here on, all programs count days alike.
_FIRST_DATE = dt.date(1900, 3, 1)
# In points, as is the greatest height that Excel allows.
_LINE_HEIGHT = 15
_GREATEST_HEIGHT = 409
# Widths are those of digits; most letters are narrower.
_LETTERS_A_DIGIT = 1.1

Cell = str | int | float | dt.date | None
"""What a cell is made of. Codes, which are strings too, are shown by name, and truth as yes or no."""


class Style(NamedTuple):
    """Formats of xlsxwriter for cells that look alike.

    Attributes
    ----------
    plain
        For most.
    quoted
        For text that is like a formula: it stays text when someone edits the cell.
    dated
        For dates.
    """

    plain: Any
    quoted: Any
    dated: Any


def write_cell(worksheet: Any, row: int, place: int, value: Cell, style: Style) -> None:
    """Write a value as what it is; where there is none, the format alone."""
    match value:
        case None | "":
            worksheet.write_blank(row, place, None, style.plain)
        case bool():
            worksheet.write_string(row, place, "yes" if value else "no", style.plain)
        case float():
            worksheet.write_number(row, place, value, style.plain)
        case int() if abs(value) < _GREATEST_WHOLE:
            worksheet.write_number(row, place, value, style.plain)
        case dt.date() if value >= _FIRST_DATE:
            worksheet.write_datetime(row, place, value, style.dated)
        case Framework():
            worksheet.write_string(row, place, framework_name(value), style.plain)
        case StrEnum():
            worksheet.write_string(row, place, title(value), style.plain)
        case _:
            text = fitted(plain(str(value)))
            worksheet.write_string(row, place, text, style.quoted if is_like_formula(text) else style.plain)


def heighten(worksheet: Any, row: int, values: Sequence[Cell], widths: Sequence[float]) -> None:
    """Make a row high enough for text that is wrapped: not every program does by itself."""
    most = max(
        (len(v) / width for v, width in zip(values, widths, strict=True) if isinstance(v, str)), default=0
    )
    lines = math.ceil(most / _LETTERS_A_DIGIT)
    if lines > 1:
        worksheet.set_row(row, min(lines * _LINE_HEIGHT, _GREATEST_HEIGHT))


def fitted(text: str) -> str:
    """The text, cut with a note at the end where a cell cannot hold it."""
    if _length(text) <= LONGEST_TEXT:
        return text
    kept = text.encode("utf-16-le")[: 2 * (LONGEST_TEXT - len(_CUT))].decode("utf-16-le", "ignore")
    return kept + _CUT


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2 if len(text) > LONGEST_TEXT // 2 else len(text)
