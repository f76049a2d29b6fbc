"""``findings rollback``: make an earlier model the champion again."""

from __future__ import annotations

from typing import Annotated

import typer

from inspection_findings.commands.console import Messages
from inspection_findings.commands.extras import needs_extra


def rollback(
    to: Annotated[
        int | None, typer.Option("--to", min=1, help="Version number. Default: the champion before this one.")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Kept with the version.")] = "",
    history: Annotated[
        bool, typer.Option("--history", help="Only list who was champion when, and why.")
    ] = False,
    wait: Annotated[
        float, typer.Option("--wait", min=0, help="Seconds to wait for another job that decides.")
    ] = 120,
) -> None:
    """Make an earlier model the champion again, no rules asked.

    Again and again it goes further back. Who, when and why is kept in tags of the version; FINDINGS_ACTOR
    names who, user@host by default.

    Exit codes: 0 done, or the champion already; 2 nothing was changed.

    [bold]Try[/bold]

      findings rollback --reason "misses what partners do"
      findings rollback --to 4
      findings rollback --history
    """
    with needs_extra("train"):
        from inspection_findings.tracking import promotion
        from inspection_findings.tracking.history import Move

    def described(move: Move) -> str:
        before = f"after version {move.previous}" if move.previous is not None else "the first"
        words = f"{move.at}  version {move.version} {move.kind.value} by {move.by}, {before}"
        return f"{words}: {move.reason}" if move.reason else words

    if history:
        for move in promotion.history():
            typer.echo(described(move))
        return
    moved = promotion.rollback(to, reason=reason, wait=wait, report=Messages().remark)
    typer.echo(described(moved) if moved is not None else f"version {to} is the champion already")
