"""Findings and their summary as tables for a terminal."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from inspection_findings.documents.types import Document, Framework, Grade, Metadata
from inspection_findings.labels import DEFAULT_AREA, Area
from inspection_findings.model.explanation import Explanation
from inspection_findings.model.scorer import SentenceFindings
from inspection_findings.reporting.document_records import GradeRow
from inspection_findings.reporting.glyphs import STYLES, Glyphs
from inspection_findings.reporting.reasons import because
from inspection_findings.reporting.records import column_names
from inspection_findings.reporting.summary import Summary, Tally
from inspection_findings.reporting.wording import counted, day, framework_name, headline, plain, words


class TableWriter:
    """A heading and a table of sentences for each document.

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
        has_pages = any(result.sentence.page is not None for result in shown)
        has_sections = any(result.sentence.section is not None for result in shown)
        table = _table()
        if has_pages:
            table.add_column("Page", justify="right", no_wrap=True)
        if has_sections:
            table.add_column("Section", max_width=15)
        self._add_finding_columns(table)
        for result in shown:
            sentence = result.sentence
            cells: list[RenderableType] = []
            if has_pages:
                cells.append("" if sentence.page is None else str(sentence.page))
            if has_sections:
                cells.append(words(sentence.section) if sentence.section else "")
            table.add_row(*cells, *self._finding_cells(result))
        self._console.print(table, "")

    def write_lines(self, identifiers: Sequence[str | int], results: Sequence[SentenceFindings]) -> None:
        """Print a batch of lines as one table."""
        table = _table()
        table.add_column("Id", max_width=20, overflow="fold")
        self._add_finding_columns(table)
        for identifier, result in zip(identifiers, results, strict=True):
            if self._show_all or result.findings:
                table.add_row(Text(plain(str(identifier))), *self._finding_cells(result))
        if table.row_count:
            self._console.print(table, "")

    def _shown(self, results: Sequence[SentenceFindings]) -> list[SentenceFindings]:
        return [result for result in results if self._show_all or result.findings]

    def _add_finding_columns(self, table: Table) -> None:
        table.add_column("Sentence", ratio=1)
        table.add_column("Findings", no_wrap=True)

    def _finding_cells(self, result: SentenceFindings) -> tuple[RenderableType, Text]:
        lines = [self._glyphs.finding(finding) for finding in result.findings]
        text = Text(plain(result.sentence.text))
        return Group(text, *map(self._reasons, result.explanations)), Text("\n").join(lines)

    def _reasons(self, explanation: Explanation) -> Padding:
        """Why a finding was made, set in under its sentence."""
        domain, polarity = explanation.label
        name = f"{self._glyphs.sign(polarity)} {words(domain)}"
        line = Text.assemble(
            (name, STYLES[polarity]), (f" because {plain(because(explanation, self._glyphs))}", "dim")
        )
        return Padding(line, (0, 0, 0, 2))


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


def print_summary(console: Console, summary: Summary) -> None:
    """Print the closing tables: findings by domain, then by judgement area beside the grade given."""
    console.print(Text(totals_line(summary), style="bold"))
    console.print()
    if not summary.total.shown:
        return
    glyphs = Glyphs.of(console)
    unsure = summary.precision is not None
    domains = _table()
    domains.add_column("Domain")
    _add_tally_columns(domains, unsure=unsure)
    domains.add_column("Area")
    for domain, tally in summary.domains.items():
        if tally.shown:
            cells = _tally_cells(tally, glyphs, unsure=unsure)
            domains.add_row(words(domain), *cells, words(DEFAULT_AREA[domain]))
    console.print(domains, "")
    areas = _table()
    areas.add_column("Judgement area")
    _add_tally_columns(areas, unsure=unsure)
    areas.add_column("Grade given")
    overall = summary.grades[Area.OVERALL]
    if overall:
        cells = _tally_cells(summary.total, glyphs, unsure=unsure)
        areas.add_row(words(Area.OVERALL), *cells, _grades_given(overall))
    for area, tally in summary.areas.items():
        if not (tally.shown or summary.grades[area]):
            # Many reports judge care leavers within children in care: no row for what nobody spoke of.
            continue
        cells = _tally_cells(tally, glyphs, unsure=unsure)
        areas.add_row(words(area), *cells, _grades_given(summary.grades[area]))
    console.print(areas)


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


def print_grades(console: Console, rows: Sequence[GradeRow]) -> None:
    """Print a table of grades, a row a document."""
    table = _table()
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


def _table() -> Table:
    return Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)


def _add_tally_columns(table: Table, *, unsure: bool) -> None:
    table.add_column("Strengths", justify="right")
    table.add_column("Weaknesses", justify="right")
    if unsure:
        table.add_column("Unsure", justify="right")
    table.add_column("Share of strengths", no_wrap=True)


def _tally_cells(tally: Tally, glyphs: Glyphs, *, unsure: bool) -> list[str | Text]:
    counts = [tally.strengths, tally.weaknesses, *([tally.unsure] if unsure else [])]
    return [*map(str, counts), glyphs.share(tally)]


def _grades_given(grades: Counter[Grade]) -> str:
    if not grades:
        return ""
    if grades.total() == 1:
        return words(next(iter(grades)))
    return ", ".join(f"{grades[grade]} {words(grade)}" for grade in Grade if grades[grade])
