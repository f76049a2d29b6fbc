"""The option that opens what was written, and the browser that it is opened in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from inspection_findings.commands.console import Messages

OpenOption = Annotated[bool, typer.Option("--open", help="Open the page in the browser.")]


def show(page: Path, messages: Messages) -> None:
    """Open a page; where no browser can be had, that is said."""
    import webbrowser

    if not webbrowser.open(page.resolve().as_uri()):
        messages.warning(f"no browser could be opened: open {page} yourself")
