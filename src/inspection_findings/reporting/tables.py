"""Findings, grades and metadata as tables for a terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest
from pathlib import Path

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from inspection_findings.documents.types import Document, Framework, Grade, Metadata
from inspection_findings.labels import Area, SectionCode
from inspection_findings.model.scorer import SentenceFindings
from inspection_findings.reporting.document_records import GradeRow
from inspection_findings.reporting.glyphs import Glyphs
from inspection_findings.reporting.reasons import because
from inspection_findings.reporting.records import column_names
from inspection_findings.reporting.wording import counted, day, framework_name, headline, plain, words

# Width of a console from which findings stand beside their sentence.
_BESIDE_FROM = 72
_NO_SECTION = "No section"


class TableWriter:
    """A heading and a table of sentences for each document.

    Findings stand beside their sentence, or under it where the terminal is narrow or their reasons are given.

    Parameters
    ----------
    console
        Where to print.
    show_all
        Show sentences without a finding too.
    """

    def __init__(self, console: Console, *, show_all: bool = False) -> None:
        self._console = console
        self._glyphs = Glyphs.of(console)
        self._show_all = show_all

    def write_document(self, document: Document, results: Sequence[SentenceFindings]) -> None:
        """Print one document's heading, then its sentences with their findings."""
        print_heading(self._console, document)
        shown = self._shown(results)
        if not shown:
            self._console.print(f"No findings in {counted(len(results), 'sentence')}.\n")
            return
        paged = any(result.sentence.page is not None for result in shown)
        in_sections = any(result.sentence.section is not None for result in shown)
        below = self._below(shown)
        table = plain_table()
        if paged:
            table.add_column("Page", justify="right", no_wrap=True, style="dim")
        self._add_finding_columns(table, below=below)
        for section, group in groupby(shown, key=lambda result: result.sentence.section):
            if in_sections:
                self._add_section(table, section, paged=paged)
            for result in group:
                page = "" if result.sentence.page is None else str(result.sentence.page)
                table.add_row(*([page] if paged else []), *self._finding_cells(result, below=below))
        self._console.print(table, "")

    def write_lines(self, identifiers: Sequence[str | int], results: Sequence[SentenceFindings]) -> None:
        """Print a batch of lines as one table."""
        shown = self._shown(results)
        if not shown:
            return
        below = self._below(shown)
        table = plain_table()
        table.add_column("Id", max_width=20, overflow="fold", style="dim")
        self._add_finding_columns(table, below=below)
        for identifier, result in zip(identifiers, results, strict=True):
            if self._show_all or result.findings:
                table.add_row(Text(plain(str(identifier))), *self._finding_cells(result, below=below))
        self._console.print(table, "")

    def _shown(self, results: Sequence[SentenceFindings]) -> list[SentenceFindings]:
        return [result for result in results if self._show_all or result.findings]

    def _below(self, shown: Sequence[SentenceFindings]) -> bool:
        """Whether findings stand under their sentence."""
        return self._console.width < _BESIDE_FROM or any(result.explanations for result in shown)

    def _add_section(self, table: Table, section: SectionCode | None, *, paged: bool) -> None:
        """Head the rows of a section, apart from those before."""
        if table.row_count:
            table.add_row()
        heading = Text(words(section).capitalize() if section else _NO_SECTION, style="bold")
        table.add_row(*([""] if paged else []), heading)

    def _add_finding_columns(self, table: Table, *, below: bool) -> None:
        table.add_column("Sentence", ratio=1)
        if not below:
            table.add_column("Finding", no_wrap=True)
            table.add_column("How sure", no_wrap=True)

    def _finding_cells(self, result: SentenceFindings, *, below: bool) -> Iterator[RenderableType]:
        glyphs, text = self._glyphs, Text(plain(result.sentence.text))
        if below:
            yield Group(text, *self._findings_below(result))
        else:
            yield text
            yield Text("\n").join(glyphs.finding(finding) for finding in result.findings)
            yield Text("\n").join(glyphs.confidence(finding) for finding in result.findings)

    def _findings_below(self, result: SentenceFindings) -> Iterator[RenderableType]:
        """Each finding on a line, set in, and its reasons set in further."""
        for finding, explanation in zip_longest(result.findings, result.explanations):
            sure = self._glyphs.confidence(finding, bar=False)
            yield Padding(Text.assemble(self._glyphs.finding(finding), " ", sure), (0, 0, 0, 2))
            if explanation is not None:
                reasons = Text(f"because {plain(because(explanation, self._glyphs))}", style="dim")
                yield Padding(reasons, (0, 0, 0, 4))


def print_heading(console: Console, document: Document) -> None:
    """Print what the document states about itself: its name, authority and dates, and grades."""
    console.print(Text(plain(document.name), style="bold"))
    about = headline(document.metadata)
    if about:
        console.print(Text(about))
    if document.grades:
        console.print(Text("Grades: " + grades_line(document.grades)))
    console.print()


def grades_line(grades: dict[Area, Grade]) -> str:
    """Grades on one line, overall first."""
    return ", ".join(f"{words(area)} {words(grades[area])}" for area in Area if area in grades)


def print_grades(console: Console, rows: Sequence[GradeRow]) -> None:
    """Print a table of grades, a row a document."""
    table = plain_table()
    table.add_column("Document", overflow="fold")
    for area in Area:
        # Wide enough for the longest word of a grade.
        table.add_column(words(area).capitalize(), min_width=11, max_width=12)
    for row in rows:
        about = [plain(row.authority or ""), row.framework and framework_name(row.framework)]
        document = Text.assemble(
            (plain(Path(row.document).name), "bold"), "\n", ", ".join(part for part in about if part)
        )
        grades: list[Grade | None] = [getattr(row, area.value) for area in Area]
        table.add_row(document, *(words(grade) if grade else "" for grade in grades))
    console.print(table)


def metadata_table(metadata: Metadata) -> Table:
    """What a document states about itself, a line a fact that it states."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for name in column_names(Metadata):
        value = getattr(metadata, name)
        if value is not None:
            match value:
                case dt.date():
                    shown = day(value)
                case Framework():
                    shown = framework_name(value)
                case _:
                    shown = plain(str(value))
            table.add_row(Text(name.replace("_", " "), style="dim"), Text(shown))
    return table


def plain_table() -> Table:
    """A table with nothing drawn but a line under its header."""
    return Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
