"""``findings read``: a document as it was read, without any model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from inspection_findings.commands.console import ExitCode, Messages, UsageError, text_console
from inspection_findings.commands.inputs import Inputs, attempt, read_ahead, resolve
from inspection_findings.commands.limits import (
    BYTES,
    PAGES,
    SECONDS,
    MaxBytesOption,
    MaxPagesOption,
    TimeoutOption,
    limits_of,
)
from inspection_findings.commands.output import BomOption, Output, check_bom, format_named
from inspection_findings.documents.types import Document
from inspection_findings.reporting.document_records import (
    GradeRow,
    ReadDocument,
    ReadGrades,
    document_record,
    grade_row,
    grades_record,
)
from inspection_findings.reporting.outline import print_outline
from inspection_findings.reporting.tables import print_grades
from inspection_findings.reporting.wording import counted
from inspection_findings.reporting.writers import CsvRows, to_json


class ReadFormat(StrEnum):
    """How documents are written."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


@dataclass(slots=True)
class _Reading:
    """Documents one after the other, with a count of those that came and those that did not."""

    inputs: Inputs
    messages: Messages
    progress: bool
    documents: int = 0
    failures: int = 0

    def __iter__(self) -> Iterator[Document]:
        sources = self.inputs.sources
        self.failures = self.inputs.failures
        ahead = read_ahead(sources)
        for source in self.messages.track(ahead, total=len(sources), visible=self.progress):
            document = attempt(source.name, source.read, self.messages)
            if document is None:
                self.failures += 1
            else:
                self.documents += 1
                yield document


def read(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Documents, folders, patterns or URLs of them, or - for stdin.",
        ),
    ],
    format: Annotated[
        ReadFormat | None,
        typer.Option("--format", "-f", help="How to write; csv is for --grades only.", show_default="text"),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write here; .json, .jsonl, .ndjson and .csv set the format.",
        ),
    ] = None,
    grades: Annotated[
        bool, typer.Option("--grades", help="Only metadata and grades: one row a document.")
    ] = False,
    bom: BomOption = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress bar; errors are still shown.")
    ] = False,
    timeout: TimeoutOption = SECONDS,
    max_pages: MaxPagesOption = PAGES,
    max_bytes: MaxBytesOption = BYTES,
) -> None:
    """Show what a report says of itself: dates, grades, sections, sentences with their pages.

    [bold]Try[/bold]

      findings read letter.pdf
      findings read letter.pdf --format json
      findings read reports/ --grades --output grades.csv
      findings read s3://letters/reports/letter.pdf

    [bold]Exit code[/bold]

      0  all was read
      1  some inputs failed, and what the others gave is written; or all
         did, some of which are there but could not be read
      2  nothing was done: a bad option, none of the inputs is there,
         nowhere to write
    """
    chosen = format or format_named(output, ReadFormat) or ReadFormat.TEXT
    if chosen is ReadFormat.CSV and not grades:
        raise UsageError("csv holds one row a document, its metadata and grades: add --grades")
    check_bom(bom, chosen)
    messages = Messages(quiet=quiet)
    limits = limits_of(timeout, max_pages, max_bytes)
    inputs = resolve(paths, messages, accept_lines=False, limits=limits)
    if not inputs.sources:
        raise typer.Exit(inputs.ending)
    with Output(output, machine=chosen is not ReadFormat.TEXT) as destination:
        console = text_console(destination.stream)
        # A table of grades comes at the end, so that its columns fit all of it: until then there is
        # nothing on the terminal that a progress bar would disturb.
        waits = grades and chosen is ReadFormat.TEXT
        progress = len(inputs.sources) > 1 and (waits or not console.is_terminal)
        reading = _Reading(inputs, messages, progress)
        match chosen:
            case ReadFormat.TEXT:
                _write_text(console, reading, grades=grades)
            case ReadFormat.JSON:
                _write_json(destination, reading, grades=grades)
            case ReadFormat.JSONL:
                for document in reading:
                    destination.stream.write(to_json(_record(document, grades=grades)) + "\n")
            case ReadFormat.CSV:
                rows = CsvRows(destination.stream, GradeRow, mark=bom)
                for document in reading:
                    rows.write(grade_row(document))
        if not reading.documents:
            destination.discard()
    if reading.failures:
        if len(inputs.sources) > 1:
            messages.remark(
                f"{counted(reading.documents, 'document')}; {reading.failures:,} could not be read"
            )
        raise typer.Exit(ExitCode.SOME_FAILED)


def _record(document: Document, *, grades: bool) -> ReadDocument | ReadGrades:
    return grades_record(document) if grades else document_record(document)


def _write_text(console: Console, reading: _Reading, *, grades: bool) -> None:
    if grades:
        rows = [grade_row(document) for document in reading]
        if rows:
            print_grades(console, rows)
        return
    for document in reading:
        print_outline(console, document)


def _write_json(destination: Output, reading: _Reading, *, grades: bool) -> None:
    """One object for one input; for several, a list that is written as it grows."""
    several = len(reading.inputs.sources) > 1
    between = "[\n" if several else ""
    for document in reading:
        destination.stream.write(between + to_json(_record(document, grades=grades), indented=True))
        between = ",\n"
    if several:
        destination.stream.write("\n]\n" if reading.documents else "[]\n")
    elif reading.documents:
        destination.stream.write("\n")
