"""The workbook of findings: of a report, of many, or of sentences that came alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from inspection_findings.documents.types import Document
from inspection_findings.model.parameters import ModelMetadata
from inspection_findings.model.scorer import SentenceFindings
from inspection_findings.reporting.classified import ClassifiedReport
from inspection_findings.reporting.document_records import GradeRow, grade_row
from inspection_findings.reporting.records import (
    FindingRow,
    LineFindingRow,
    finding_rows,
    line_finding_rows,
    options_asked_for,
)
from inspection_findings.reporting.summary import Summary
from inspection_findings.reporting.workbook.about import write_about
from inspection_findings.reporting.workbook.columns import OF_GRADES, cells_of, of_findings
from inspection_findings.reporting.workbook.sheets import Book
from inspection_findings.reporting.workbook.summary import workbook_title, write_summary


@dataclass(slots=True)
class Rows:
    """What a workbook shows of some documents or lines; a `FindingsWriter` that keeps it.

    Attributes
    ----------
    findings
        In reading order.
    grades
        One a document.
    """

    findings: list[FindingRow | LineFindingRow] = field(default_factory=list)
    grades: list[GradeRow] = field(default_factory=list)

    def write_document(self, document: Document, results: Sequence[SentenceFindings]) -> None:
        """Keep one document's findings and grades."""
        self.grades.append(grade_row(document))
        for result in results:
            self.findings.extend(finding_rows(document, result))

    def write_lines(self, identifiers: Sequence[str | int], results: Sequence[SentenceFindings]) -> None:
        """Keep the findings of consecutive lines of JSON Lines input, in order."""
        for identifier, result in zip(identifiers, results, strict=True):
            self.findings.extend(line_finding_rows(identifier, result))

    def kept(self) -> Rows:
        """All of it: nothing is needed but this."""
        return self


class FindingsWorkbook:
    """A workbook that is filled as results come; a `FindingsWriter`.

    Parameters
    ----------
    model
        That makes the findings.
    precision
        What was asked for; ``None`` if nothing was.
    made
        The time that it carries.
    lines
        Whether the input is JSON Lines, which has no grades.
    options
        Which fields of options were asked for.
    """

    def __init__(
        self,
        model: ModelMetadata,
        *,
        precision: float | None = None,
        made: dt.datetime,
        lines: bool = False,
        options: Collection[str] = (),
    ) -> None:
        self._book = Book("Findings", made=made)
        self._summary = self._book.sheet("Summary")
        self._columns = of_findings(lines=lines, options=options)
        self._findings = self._book.sheet("Findings").table(
            [*self._columns.values()],
            name="Findings",
            about="One finding a row: where it stands, what it says, and how sure that is",
        )
        self._grades_sheet = None if lines else self._book.sheet("Grades")
        self._grades: list[GradeRow] = []
        about = self._book.sheet("About")
        write_about(about, model, precision=precision, made=made, lines=lines, options=options)

    def write_document(self, document: Document, results: Sequence[SentenceFindings]) -> None:
        """Add one document."""
        rows = Rows()
        rows.write_document(document, results)
        self.add(rows)

    def write_lines(self, identifiers: Sequence[str | int], results: Sequence[SentenceFindings]) -> None:
        """Add consecutive lines of JSON Lines input, in order."""
        rows = Rows()
        rows.write_lines(identifiers, results)
        self.add(rows)

    def add(self, rows: Rows) -> None:
        """Add documents or lines.

        Raises
        ------
        WorkbookError
            If they are more than a sheet holds.
        """
        for row in rows.findings:
            self._findings.add([*cells_of(row, self._columns)])
        self._grades += rows.grades

    def to_bytes(self, summary: Summary) -> bytes:
        """End it, with the counts of all that was added, and give it as the content of a file."""
        self._findings.finish()
        if self._grades_sheet is not None:
            self._grades_sheet.write_table(
                [*OF_GRADES.values()],
                ([*cells_of(row, OF_GRADES)] for row in self._grades),
                name="Grades",
                about="What each report says of itself, and the grades that it prints",
            )
        only = self._grades[0] if len(self._grades) == 1 else None
        self._book.rename(workbook_title(summary, only))
        write_summary(self._summary, summary, only)
        return self._book.to_bytes()


def report_workbook(reports: Iterable[ClassifiedReport], *, made: dt.datetime | None = None) -> bytes:
    """Make the workbook of reports that one model has read, all asked for the same precision.

    Parameters
    ----------
    reports
        One or more; with reasons where there are some.
    made
        The time that the workbook carries; now by default.

    Raises
    ------
    ValueError
        If there is no report.
    WorkbookError
        If they have more findings than a sheet holds.
    """
    reports = list(reports)
    if not reports:
        raise ValueError("a workbook needs a report")
    precision = reports[0].precision
    explained = any(result.explanations for report in reports for result in report.results)
    workbook = FindingsWorkbook(
        reports[0].model,
        precision=precision,
        made=made or dt.datetime.now(),
        options=options_asked_for(precision, explained),
    )
    summary = Summary(precision=precision)
    for report in reports:
        workbook.write_document(report.document, report.results)
        summary.add_document(report.document, report.results)
    return workbook.to_bytes(summary)
