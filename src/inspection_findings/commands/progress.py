"""``findings progress``: reports of one authority in, what changed between them out."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspection_findings.commands.browser import OpenOption, show
from inspection_findings.commands.console import ExitCode, Messages, UsageError, text_console
from inspection_findings.commands.inputs import Inputs, Source, attempt, resolve
from inspection_findings.commands.limits import (
    BYTES,
    PAGES,
    SECONDS,
    MaxBytesOption,
    MaxPagesOption,
    TimeoutOption,
    limits_of,
)
from inspection_findings.commands.models import ModelOption, model_folder
from inspection_findings.commands.output import Output, format_named
from inspection_findings.commands.precision import PrecisionOption, sureness
from inspection_findings.documents.types import Framework
from inspection_findings.reporting.wording import counted

if TYPE_CHECKING:
    from inspection_findings.documents.types import Document
    from inspection_findings.overview.progress import Progress


_FEW = 4
"""Documents that are read before anyone wonders."""


class ProgressFormat(StrEnum):
    """How progress is written."""

    TEXT = "text"
    HTML = "html"
    JSON = "json"


def progress(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Reports about one authority, a folder of them, or a database of findings overview.",
        ),
    ],
    authority: Annotated[
        str | None,
        typer.Option(
            "--authority", "-a", metavar="NAME", help="Take reports about this authority, and no others."
        ),
    ] = None,
    format: Annotated[
        ProgressFormat | None,
        typer.Option("--format", "-f", help="How to write it.", show_default="text"),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write here; .html and .json set the format."),
    ] = None,
    quotes: Annotated[
        int, typer.Option(min=0, metavar="N", help="Sentences of each kind that the text shows of a step.")
    ] = 2,
    open_: OpenOption = False,
    model: ModelOption = None,
    precision: PrecisionOption = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress bar and no remarks; errors are still shown.")
    ] = False,
    timeout: TimeoutOption = SECONDS,
    max_pages: MaxPagesOption = PAGES,
    max_bytes: MaxBytesOption = BYTES,
) -> None:
    """Compare inspections of one authority: what got better, what got worse, what persists.

    Reports are put in the order of their dates. Each is compared with the one
    before it, and of more than two the last with the first; joint inspections
    (JTAI, SEND) and visits without a grade with their own kind. Shown are the
    grades, the strengths and weaknesses of each domain, and the sentences of
    both reports that are most alike, with their pages: what was said then and
    what is said now.

    What a report does not mention is not put right: it is counted as no longer
    mentioned. The page (.html) has all sentences, the text the clearest.

    [bold]Try[/bold]

      findings progress letter-2021.pdf letter-2024.pdf
      findings progress letter-2021.pdf letter-2024.pdf -o progress.html --open
      findings progress reports/ --authority Northmere
      findings progress findings.db --authority Northmere -o northmere.html

    [bold]Exit code[/bold]

      0  all was read
      1  some reports could not be read, and the others are compared; or too
         few are left to compare
      2  nothing was done: a bad option, fewer than two reports, several
         authorities, an unreadable model or database, nowhere to write
    """
    from inspection_findings.overview.database import is_database

    messages = Messages(quiet=quiet)
    chosen = format or format_named(output, ProgressFormat) or ProgressFormat.TEXT
    if open_ and (output is None or chosen is not ProgressFormat.HTML):
        raise UsageError("--open is for a page: name it, as in --output progress.html")
    destination = Output(output, machine=chosen is not ProgressFormat.TEXT)
    failed = False
    if len(paths) == 1 and is_database(Path(paths[0])):
        if model or precision:
            raise UsageError("--model and --precision are for reading reports: a database has its findings")
        found = _from_database(Path(paths[0]), authority)
    else:
        inputs = resolve(paths, messages, accept_lines=False, limits=limits_of(timeout, max_pages, max_bytes))
        found, failed = _from_documents(inputs, authority, model, precision, messages)
    with destination:
        _write(destination, found, chosen, quotes)
    if open_ and output is not None:
        show(output, messages)
    if failed:
        raise typer.Exit(ExitCode.SOME_FAILED)


def _from_database(path: Path, authority: str | None) -> Progress:
    from inspection_findings.overview.database import Database
    from inspection_findings.overview.progress import progress_of
    from inspection_findings.overview.progress.stored import only_authority, stored_precision, stored_visits

    with Database.open(path) as database:
        visits = stored_visits(database, authority or only_authority(database))
        return progress_of(visits, precision=stored_precision(database))


def _from_documents(
    inputs: Inputs,
    authority: str | None,
    model: str | None,
    precision: str | None,
    messages: Messages,
) -> tuple[Progress, bool]:
    """Progress, and whether some reports could not be read."""
    from inspection_findings import load_model
    from inspection_findings.overview.progress import check_comparable, progress_of, visit_of
    from inspection_findings.reporting.classified import ClassifiedReport

    if not inputs.sources:
        raise typer.Exit(inputs.ending)
    documents, failures = _read(inputs.sources, authority, messages)
    failures += inputs.failures
    if failures and len(documents) < 2:
        messages.error("too few reports are left to compare")
        raise typer.Exit(ExitCode.SOME_FAILED)
    check_comparable([document.metadata.authority for document in documents])
    scorer = load_model(model_folder(model))
    sure = sureness(scorer, precision)
    visits = []
    for document in messages.track(documents, total=len(documents), visible=len(documents) > _FEW):
        results = tuple(map(sure.selection.apply, scorer.classify(document)))
        visits.append(visit_of(ClassifiedReport(document, results, scorer.metadata, sure.precision)))
    return progress_of(visits, precision=sure.precision), bool(failures)


def _read(sources: Sequence[Source], authority: str | None, messages: Messages) -> tuple[list[Document], int]:
    """Documents about one authority, each once, and how many could not be read."""
    from inspection_findings.overview.progress.visits import authority_form

    documents: dict[str, Document] = {}
    failures = 0
    for source in messages.track(sources, total=len(sources), visible=len(sources) > _FEW):
        document = attempt(source.name, source.read, messages)
        if document is None:
            failures += 1
            continue
        if document.metadata.framework is Framework.NEWS:
            messages.remark(f"{source.name}: is news and no report, left out")
            continue
        stated = document.metadata.authority
        if authority and (stated is None or authority_form(stated) != authority_form(authority)):
            continue
        same = documents.setdefault(document.text, document)
        if same is not document:
            messages.remark(f"{document.name}: the same as {same.name}, taken once")
    if authority:
        messages.remark(f"{counted(len(documents), 'report')} about {authority}")
    return list(documents.values()), failures


def _write(destination: Output, progress: Progress, chosen: ProgressFormat, quotes: int) -> None:
    match chosen:
        case ProgressFormat.TEXT:
            from inspection_findings.overview.progress.text import print_progress

            print_progress(text_console(destination.stream), progress, quotes=quotes)
        case ProgressFormat.HTML:
            from inspection_findings.overview.progress.page import progress_page

            destination.stream.write(progress_page(progress))
        case ProgressFormat.JSON:
            from inspection_findings.overview.progress.records import progress_record
            from inspection_findings.reporting.writers import to_json

            destination.stream.write(to_json(progress_record(progress), indented=True) + "\n")
