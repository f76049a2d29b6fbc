"""Workbooks as a test looks into them."""

from __future__ import annotations

import io
import warnings
from typing import Any

import openpyxl


def opened(data: bytes) -> openpyxl.Workbook:
    """A workbook of these bytes."""
    with warnings.catch_warnings():
        # Bars as Excel has drawn them since 2010 are beyond openpyxl.
        warnings.filterwarnings("ignore", message=".*extension is not supported", category=UserWarning)
        return openpyxl.load_workbook(io.BytesIO(data))


def records(data: bytes, table: str, sheet: str | None = None) -> list[dict[str, Any]]:
    """The rows of a table under their headings, from the sheet of its name unless another is given."""
    worksheet = opened(data)[sheet or table]
    headings, *rows = worksheet[worksheet.tables[table].ref]
    return [{h.value: cell.value for h, cell in zip(headings, row, strict=True)} for row in rows]
