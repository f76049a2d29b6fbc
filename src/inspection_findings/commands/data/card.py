"""``findings data card``: the tables of the dataset card."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from inspection_findings.commands.console import ExitCode, Messages
from inspection_findings.commands.extras import needs_extra
from inspection_findings.files import write_atomically
from inspection_findings.paths import DATA


def card(
    folder: Annotated[
        Path, typer.Option("--data", metavar="DIR", help="Folder of the card (README.md) and the labels.")
    ] = DATA,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit code 1 where the tables are out of date.")
    ] = False,
) -> None:
    """Bring the tables of the dataset card up to date with the labels.

    [bold]Try[/bold]

      findings data card
      findings data card --check
    """
    with needs_extra("train"):
        from inspection_findings.corpus.card import with_counts
        from inspection_findings.corpus.sources import read_sources

    path = folder / "README.md"
    old = path.read_text("utf-8")
    new = with_counts(old, read_sources(folder))
    if old == new:
        typer.echo(f"{path}  up to date")
    elif check:
        Messages().failure(str(path), "its tables are out of date: run `findings data card`")
        raise typer.Exit(ExitCode.SOME_FAILED)
    else:
        write_atomically(path, new.encode())
        typer.echo(f"{path}  brought up to date")
