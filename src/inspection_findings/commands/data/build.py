"""``findings data build``: find the labels in their documents and write the dataset."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspection_findings.commands.console import Messages, check_jobs, text_console
from inspection_findings.commands.extras import needs_extra
from inspection_findings.paths import DATA, DATASET

if TYPE_CHECKING:
    from inspection_findings.corpus.build import Build


def build(
    folder: Annotated[
        Path, typer.Option("--data", metavar="DIR", help="Folder of documents (raw) and labels (labeled).")
    ] = DATA,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder of the dataset.")] = DATASET,
    specimens_only: Annotated[
        bool, typer.Option("--specimens-only", help="Leave reports and articles out though they are there.")
    ] = False,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", callback=check_jobs, help="Processes; -1 for one a core.")
    ] = -1,
) -> None:
    """Find every label in its document and write one dataset, split by authority.

    Takes what documents are at hand: the specimens always, reports and articles once `findings data fetch`
    has brought them. Says how many of the labelled sentences were found again, and lists those that were not.

    [bold]Try[/bold]

      findings data build
      findings data build --specimens-only
    """
    with needs_extra("train"):
        import datasets  # noqa: F401 - first of what the functions below need

        from inspection_findings.corpus.build import build_corpus
        from inspection_findings.corpus.dataset import check_replaceable, count_rows, save_corpus
        from inspection_findings.corpus.records import Source
    from rich.table import Table

    # Before the long part.
    check_replaceable(output)
    messages = Messages()
    sources = [Source.SPECIMEN] if specimens_only else list(Source)
    with messages.steps() as report:
        built = build_corpus(folder, sources=sources, n_jobs=jobs, report=report)
    save_corpus(built.corpus, output)
    _say_what_was_found(built, messages)
    table = Table("split", "source", "authorities", "passages", "sentences", "labels", title=None)
    for row in count_rows(built.corpus):
        table.add_row(row.split, row.source, *(f"{n:,}" for n in row.counts))
    text_console(sys.stdout).print(table)
    typer.echo(f"{output}  fingerprint {built.corpus.fingerprint[:16]}")


def _say_what_was_found(built: Build, messages: Messages) -> None:
    from rich.table import Table

    table = Table("source", "documents", "of", "labelled sentences", "found", "coverage", title=None)
    for coverage in built.coverage:
        found = coverage.sentences - len(coverage.missing)
        share = f"{coverage.share:.2%}" if coverage.there else "-"
        figures = (f"{n:,}" for n in (coverage.there, coverage.listed, coverage.sentences, found))
        table.add_row(coverage.source, *figures, share)
        if coverage.absent:
            messages.remark(
                f"{coverage.source}: {len(coverage.absent):,} not at hand: see `findings data fetch`"
            )
        for document, reason in coverage.refused:
            messages.failure(document, reason)
        for document, lost in groupby(coverage.missing, key=lambda annotation: annotation.document):
            messages.warning(f"not found in {document}: {', '.join(annotation.id for annotation in lost)}")
    text_console(sys.stdout).print(table)
