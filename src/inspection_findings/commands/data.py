"""``findings data``: the labelled corpus."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from inspection_findings.commands.console import Messages, UsageError, text_console
from inspection_findings.commands.extras import needs_extra
from inspection_findings.paths import CORPUS, DATASET, SPECIMENS

app = typer.Typer(help="Build the labelled corpus that training reads.", no_args_is_help=True)


@app.callback()
def data() -> None:
    """Build the labelled corpus that training reads."""


@app.command()
def build(
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="DIR",
            help="Folder with labelled text of reports and articles (labeled.jsonl, manifest.csv). "
            f"Default: {CORPUS} where it exists, else specimens alone.",
        ),
    ] = None,
    specimens: Annotated[Path, typer.Option(help="Labelled specimens.")] = SPECIMENS,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder of the dataset.")] = DATASET,
    specimens_only: Annotated[
        bool, typer.Option("--specimens-only", help="Leave reports and articles out though they are there.")
    ] = False,
) -> None:
    """Bring specimens, and reports and articles where they can be had, into one dataset.

    Splits into train, validation and test by authority, and says what went in.

    [bold]Try[/bold]

      findings data build
      findings data build --specimens-only
    """
    with needs_extra("train"):
        import datasets  # noqa: F401 - first of what the functions below need

        from inspection_findings.corpus.build import build_corpus
        from inspection_findings.corpus.dataset import count_rows, save_corpus
        from inspection_findings.corpus.sources import LABELLED_FILE
    from rich.table import Table

    if source is not None and not (source / LABELLED_FILE).is_file():
        raise UsageError(f"--from {source}: no {LABELLED_FILE} in it")
    folder = None if specimens_only else source or CORPUS
    corpus = build_corpus(specimens, folder)
    save_corpus(corpus, output)
    table = Table("split", "source", "authorities", "passages", "sentences", "labels", title=None)
    for row in count_rows(corpus):
        table.add_row(row.split, row.source, *(f"{n:,}" for n in row.counts))
    text_console(sys.stdout).print(table)
    if not corpus.has_real_text and not specimens_only:
        Messages().remark("reports and articles: none at hand; specimens alone")
    typer.echo(f"{output}  fingerprint {corpus.fingerprint[:16]}")
