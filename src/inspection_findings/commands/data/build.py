"""``findings data build``: find the labels in their documents and write the dataset."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspection_findings.commands.console import ExitCode, Messages, text_console
from inspection_findings.commands.extras import needs_extra
from inspection_findings.commands.jobs import ONE_A_CORE, JobsOption
from inspection_findings.paths import DATA, DATASET
from inspection_findings.reporting.wording import counted

if TYPE_CHECKING:
    from inspection_findings.corpus.build import Build


def build(
    folder: Annotated[
        Path, typer.Option("--data", metavar="DIR", help="Folder of documents (raw) and labels (labeled).")
    ] = DATA,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help=f"Folder of the dataset. Default: {DATASET.name} in that of --data."
        ),
    ] = None,
    specimens_only: Annotated[
        bool, typer.Option("--specimens-only", help="Leave reports and articles out though they are there.")
    ] = False,
    jobs: JobsOption = ONE_A_CORE,
) -> None:
    """Find every label in its document and write one dataset, split by authority.

    Takes what documents are at hand: the specimens always, reports and articles once `findings data fetch`
    has brought them. Says how many of the labelled sentences were found again, and lists those that were not.

    [bold]Try[/bold]

      findings data build
      findings data build --specimens-only

    [bold]Exit code[/bold]

      0  written, and every document at hand is in it
      1  written without the documents at hand that could not be used
      2  nothing was done: a bad option, malformed labels, no document at hand
    """
    with needs_extra("train"):
        import datasets  # noqa: F401 - first of what the functions below need

        from inspection_findings.corpus.build import build_corpus
        from inspection_findings.corpus.dataset import check_replaceable, count_rows, save_corpus
        from inspection_findings.corpus.records import Source
    from rich.table import Table

    # Before the long part.
    place = folder / DATASET.name if output is None else output
    check_replaceable(place)
    messages = Messages()
    sources = [Source.SPECIMEN] if specimens_only else list(Source)
    with messages.steps() as report:
        built = build_corpus(folder, sources=sources, n_jobs=jobs, report=report)
    save_corpus(built.corpus, place)
    _say_what_was_found(built, folder, messages)
    table = Table("split", "source", "authorities", "passages", "sentences", "labels", title=None)
    for row in count_rows(built.corpus):
        table.add_row(row.split, row.source, *(f"{n:,}" for n in row.counts))
    text_console(sys.stdout).print(table)
    typer.echo(f"{place}  fingerprint {built.corpus.fingerprint[:16]}")
    if any(coverage.refused for coverage in built.coverage):
        raise typer.Exit(ExitCode.SOME_FAILED)


def _say_what_was_found(built: Build, folder: Path, messages: Messages) -> None:
    from rich.table import Table

    from inspection_findings.corpus.records import Source
    from inspection_findings.corpus.sources import DOCUMENTS_FOLDER

    table = Table("source", "documents", "of", "labelled sentences", "found", "coverage", title=None)
    for coverage in built.coverage:
        found = coverage.sentences - len(coverage.missing)
        share = f"{coverage.share:.2%}" if coverage.there else "-"
        figures = (f"{n:,}" for n in (coverage.there, coverage.listed, coverage.sentences, found))
        table.add_row(coverage.source, *figures, share)
        if coverage.absent:
            hint = "see `findings data fetch`"
            if coverage.source is Source.SPECIMEN:
                hint = f"part of the repository: `git checkout {folder / DOCUMENTS_FOLDER / 'specimens'}`"
            messages.remark(f"{coverage.source}: {len(coverage.absent):,} not at hand: {hint}")
        if coverage.moved:
            moved = counted(coverage.moved, "sentence")
            messages.remark(f"{coverage.source}: {moved} found elsewhere than when labelled")
        for document, reason in coverage.refused:
            messages.failure(document, reason)
        for document, lost in groupby(coverage.missing, key=lambda annotation: annotation.document):
            messages.warning(f"not found in {document}: {', '.join(annotation.id for annotation in lost)}")
    text_console(sys.stdout).print(table)
