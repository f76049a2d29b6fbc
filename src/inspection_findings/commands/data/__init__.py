"""``findings data``: the labelled corpus, a file a command."""

from __future__ import annotations

import typer

from inspection_findings.commands.data.add import add
from inspection_findings.commands.data.agreement import agreement
from inspection_findings.commands.data.build import build
from inspection_findings.commands.data.card import card
from inspection_findings.commands.data.check import check
from inspection_findings.commands.data.fetch import fetch
from inspection_findings.commands.data.suspects import suspects

app = typer.Typer(help="Fetch, build and check the labelled corpus.", no_args_is_help=True)


@app.callback()
def data() -> None:
    """Fetch, build and check the labelled corpus."""


app.command()(fetch)
app.command()(build)
app.command()(add)
app.command()(check)
app.command()(suspects)
app.command()(card)
app.command()(agreement)

__all__ = ["app"]
