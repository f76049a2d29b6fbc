"""The sheet that is seen first: which reports, and their findings by domain and by judgement area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from inspection_findings.documents.types import Grade
from inspection_findings.labels import DEFAULT_AREA, Area
from inspection_findings.reporting.document_records import GradeRow
from inspection_findings.reporting.summary import Summary, Tally
from inspection_findings.reporting.totals import grades_given, totals_line
from inspection_findings.reporting.wording import counted, framework_name, period
from inspection_findings.reporting.workbook.cells import Cell
from inspection_findings.reporting.workbook.looks import Kind, Look
from inspection_findings.reporting.workbook.sheets import Column, Sheet


def workbook_title(summary: Summary, only: GradeRow | None) -> str:
    """What a workbook is called.

    Parameters
    ----------
    summary
        Counts of all that is in it.
    only
        The one report that it is about; ``None`` for several, and for lines.
    """
    if only is not None:
        return f"Findings: {only.authority or only.title or only.document}"
    number = counted(summary.lines, "line") if summary.lines else counted(summary.documents, "report")
    return f"Findings of {number}"


def write_summary(sheet: Sheet, summary: Summary, only: GradeRow | None) -> None:
    """Fill the sheet; the parameters are those of `workbook_title`."""
    sheet.title(workbook_title(summary, only))
    sheet.line(totals_line(summary))
    if only is not None:
        sheet.facts(_facts(only))
    unsure = summary.precision is not None
    sheet.heading("By domain")
    sheet.write_table(
        [
            Column("Domain", 26),
            *_tally_columns(summary.domains.values(), unsure=unsure),
            Column("Usual area", 26),
        ],
        [
            (domain, *_tally_cells(tally, unsure=unsure), DEFAULT_AREA[domain])
            for domain, tally in summary.domains.items()
        ],
        name="ByDomain",
        about="How many strengths and weaknesses were found in each domain",
    )
    if summary.documents:
        sheet.heading("By area that inspectors judge")
        areas = {Area.OVERALL: summary.total, **summary.areas}
        grade = Column("Grade given", 26, look=Look.GRADE)
        sheet.write_table(
            [Column("Area", 26), *_tally_columns(areas.values(), unsure=unsure), grade],
            [
                (area, *_tally_cells(tally, unsure=unsure), _grade(summary.grades[area]))
                for area, tally in areas.items()
            ],
            name="ByArea",
            about="How many strengths and weaknesses were found in each area, and which grades it was given",
        )


def _facts(row: GradeRow) -> Iterator[tuple[str, Cell]]:
    yield "Document", row.document
    yield "Framework", row.framework and framework_name(row.framework)
    yield "Inspected", period(row.inspection_start, row.inspection_end)
    yield "Published", row.published
    yield "Lead inspector", row.lead_inspector


def _tally_columns(tallies: Iterable[Tally], *, unsure: bool) -> list[Column]:
    """Columns of counts, whose bars have one scale."""
    most = max(1, *(max(tally.strengths, tally.weaknesses) for tally in tallies))
    return [
        Column("Weaknesses", 16, Kind.NUMBER, Look.WEAKNESSES, most),
        Column("Strengths", 16, Kind.NUMBER, Look.STRENGTHS, most),
        *([Column("Unsure", 10, Kind.NUMBER)] if unsure else []),
        Column("Share of strengths", 14, Kind.SHARE, Look.BALANCE),
    ]


def _tally_cells(tally: Tally, *, unsure: bool) -> list[Cell]:
    return [tally.weaknesses, tally.strengths, *([tally.unsure] if unsure else []), tally.share]


def _grade(grades: Counter[Grade]) -> Cell:
    """One grade as such, so that it is coloured; several counted."""
    return next(iter(grades)) if grades.total() == 1 else grades_given(grades)
