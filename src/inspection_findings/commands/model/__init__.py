"""``findings model``: models as files."""

from __future__ import annotations

import typer

from inspection_findings.commands.model.verify import verify

app = typer.Typer(help="Check a model that came from elsewhere.", no_args_is_help=True)


@app.callback()
def model() -> None:
    """Check a model that came from elsewhere."""


app.command()(verify)

__all__ = ["app"]
