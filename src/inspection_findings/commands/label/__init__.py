"""``findings label``: sentences out to annotators, their labels back, a file a command."""

from __future__ import annotations

import typer

from inspection_findings.commands.label.config import config
from inspection_findings.commands.label.export import export
from inspection_findings.commands.label.import_ import import_labels

app = typer.Typer(help="Give sentences to annotators and take their labels back.", no_args_is_help=True)


@app.callback()
def label() -> None:
    """Give sentences to annotators and take their labels back."""


app.command()(export)
app.command("import")(import_labels)
app.command()(config)

__all__ = ["app"]
