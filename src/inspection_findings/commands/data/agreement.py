"""``findings data agreement``: how far two passes of labels agree."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from inspection_findings.commands.extras import needs_extra
from inspection_findings.paths import DATA

PASSES = DATA / "agreement" / "specimens.jsonl"


def agreement(
    file: Annotated[
        Path, typer.Argument(metavar="[FILE]", help='JSON Lines: "id", and labels "first" and "second".')
    ] = PASSES,
) -> None:
    """Compare two passes of labels over the same sentences.

    [bold]Try[/bold]

      findings data agreement
      findings data agreement passes.jsonl
    """
    with needs_extra("train"):
        from inspection_findings.corpus.agreement import measure_agreement, read_passes

    found = measure_agreement(read_passes(file))
    typer.echo(f"sentences                     {found.sentences:>6,}")
    typer.echo(f"pair F1                       {found.pair_f1:>6.3f}")
    typer.echo(f"exact match                   {found.exact:>6.3f}")
    typer.echo(f"polarity on shared domains    {found.polarity:>6.3f}")
