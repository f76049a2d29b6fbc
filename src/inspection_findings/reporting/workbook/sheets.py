"""Workbooks made of titles, facts and tables, whatever they are about.

Tables are Excel's own, with a filter. Text is always written as text, so that nothing in a report can become
a formula or a link.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import xlsxwriter

from inspection_findings.exceptions import FindingsError
from inspection_findings.reporting.wording import plain
from inspection_findings.reporting.workbook.cells import Cell, Style, heighten, write_cell
from inspection_findings.reporting.workbook.looks import (
    DATE,
    HEADER,
    INK,
    QUIET,
    Kind,
    Look,
    properties_of,
    rules_of,
)

LANGUAGE = "en-GB"
MOST_ROWS = 1_048_576
"""Rows of a sheet, by Excel's limit."""
_A4 = 9
# The width of the button of a filter.
_BUTTON = 3
_TABLE_STYLE = "Table Style Light 1"


class WorkbookError(FindingsError, ValueError):
    """There is more than a workbook can hold."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    heading
        What stands over it; its table has no other of that name.
    width
        In characters.
    kind, look
        How its cells are written, and what is coloured in them.
    full
        The number at which a bar fills its cell; the column's greatest where ``None``.
    """

    heading: str
    width: float = 12
    kind: Kind = Kind.TEXT
    look: Look | None = None
    full: float | None = None


class Book:
    """A workbook in the making.

    Parameters
    ----------
    title
        What programs call it beside the file's name.
    made
        The time that it carries. Given the same and filled with the same, its bytes are the same.
    """

    def __init__(self, title: str, *, made: dt.datetime) -> None:
        self._stream = BytesIO()
        self._book = xlsxwriter.Workbook(self._stream)
        self._made = made
        self.rename(title)
        self._book.set_custom_property("Language", LANGUAGE)
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def rename(self, title: str) -> None:
        """Change the title, once it is known."""
        self._book.set_properties({"title": plain(title), "created": self._made})

    def sheet(self, name: str) -> Sheet:
        """Add a sheet; the first is the one that is seen first."""
        return Sheet(self, self._book.add_worksheet(name))

    def style(self, **properties: object) -> Style:
        """Formats with these properties."""
        return Style(
            plain=self._format(properties),
            quoted=self._format({**properties, "quote_prefix": True}),
            dated=self._format({**properties, **DATE}),
        )

    def to_bytes(self) -> bytes:
        """End it, and give it as the content of a file."""
        self._book.close()
        return self._stream.getvalue()

    def _format(self, properties: dict[str, object]) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]


class Sheet:
    """A sheet that is filled from the top; made by `Book.sheet`."""

    def __init__(self, book: Book, worksheet: Any) -> None:
        self._book = book
        self._sheet = worksheet
        self._row = 0
        self._widths: dict[int, float] = {}
        worksheet.hide_gridlines(2)
        worksheet.set_landscape()
        worksheet.set_paper(_A4)
        worksheet.fit_to_pages(1, 0)
        worksheet.set_footer("&L&A&RPage &P of &N")

    def title(self, text: str) -> None:
        """Write what the sheet is about, in its next row."""
        self._line(text, bold=True, font_size=16)

    def heading(self, text: str) -> None:
        """Write what comes next, after an empty row."""
        self._row += 1
        self._line(text, bold=True, font_size=12)

    def line(self, text: str) -> None:
        """Write a line of text, over as many columns as it takes."""
        self._line(text)

    def facts(self, facts: Iterable[tuple[str, Cell]], *, widths: tuple[float, float] | None = None) -> None:
        """Write names and what they stand for, a row each.

        Parameters
        ----------
        facts
            Those without a value are left out.
        widths
            Of the two columns, in characters; what is longer is wrapped. Without, it takes as many columns
            as it needs, on one line.
        """
        wrapped = {} if widths is None else {"text_wrap": True}
        self._widen(widths or ())
        names = self._book.style(font_color=QUIET, valign="top")
        values = self._book.style(font_color=INK, valign="top", align="left", **wrapped)
        for name, value in facts:
            if value is not None:
                if widths is not None:
                    heighten(self._sheet, self._row, [value], widths[1:])
                write_cell(self._sheet, self._row, 0, name, names)
                write_cell(self._sheet, self._row, 1, value, values)
                self._row += 1

    def write_table(
        self, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, name: str, about: str
    ) -> None:
        """Write a whole table, after which more can be written; for the parameters see `table`."""
        table = self.table(columns, name=name, about=about)
        for row in rows:
            table.add(row)
        self._row = table.finish()

    def table(self, columns: Sequence[Column], *, name: str, about: str) -> TableRows:
        """Begin the sheet's last table, to be filled row by row.

        The header of a table in the first row stays in sight, and is printed on each page.

        Parameters
        ----------
        columns
            From left to right.
        name
            By which formulas refer to it: letters and underscores.
        about
            What it holds, for those who cannot see it.
        """
        self._widen([column.width for column in columns])
        if self._row == 0:
            self._sheet.freeze_panes(1, 0)
            self._sheet.repeat_rows(0)
        return TableRows(self._book, self._sheet, self._row, columns, {"name": name, "description": about})

    def _line(self, text: str, **properties: object) -> None:
        write_cell(self._sheet, self._row, 0, text, self._book.style(font_color=INK, **properties))
        self._row += 1

    def _widen(self, widths: Sequence[float]) -> None:
        """Make columns at least so wide."""
        for place, width in enumerate(widths):
            self._widths[place] = max(width, self._widths.get(place, 0))
            self._sheet.set_column(place, place, self._widths[place])


class TableRows:
    """A table that is being filled; made by `Sheet.table`."""

    def __init__(
        self, book: Book, worksheet: Any, top: int, columns: Sequence[Column], options: dict[str, str]
    ) -> None:
        self._book = book
        self._sheet = worksheet
        self._top = top
        self._row = top + 1
        self._columns = columns
        self._options = options
        self._widths = [column.width for column in columns]
        self._styles = [book.style(**properties_of(column.kind)) for column in columns]

    def add(self, row: Sequence[Cell]) -> None:
        """Write a row.

        Raises
        ------
        WorkbookError
            If the sheet is full.
        """
        if self._row >= MOST_ROWS:
            raise WorkbookError(
                f"a sheet of a workbook holds {MOST_ROWS - 1:,} rows and there are more: "
                "choose fewer reports or findings, or another format"
            )
        for place, (value, style) in enumerate(zip(row, self._styles, strict=True)):
            write_cell(self._sheet, self._row, place, value, style)
        heighten(self._sheet, self._row, row, self._widths)
        self._row += 1

    def finish(self) -> int:
        """Draw the table around its rows, and give the number of the row below it, from 0."""
        # A table has one row at least.
        below = max(self._row, self._top + 2)
        header = self._book.style(**HEADER).plain
        # The button of the filter stands beside the heading.
        room = [width - _BUTTON for width in self._widths]
        heighten(self._sheet, self._top, [column.heading for column in self._columns], room)
        columns = [{"header": column.heading, "header_format": header} for column in self._columns]
        options = {"columns": columns, "style": _TABLE_STYLE, **self._options}
        self._sheet.add_table(self._top, 0, below - 1, len(columns) - 1, options)
        for place, column in enumerate(self._columns):
            for rule in rules_of(column.look, column.full):
                chosen = dict(rule.options)
                if rule.properties is not None:
                    chosen["format"] = self._book.style(**rule.properties).plain
                self._sheet.conditional_format(self._top + 1, place, below - 1, place, chosen)
        return below
