"""Options that bound what reading a document may cost."""

from __future__ import annotations

from typing import Annotated

import typer

from inspection_findings.documents.limits import USUAL, Limits

_PANEL = "Limits on a document"

TimeoutOption = Annotated[
    float,
    typer.Option(
        "--timeout",
        metavar="SECONDS",
        min=0.1,
        rich_help_panel=_PANEL,
        help="Give up on a document that takes longer.",
    ),
]
MaxPagesOption = Annotated[
    int,
    typer.Option("--max-pages", metavar="N", min=1, rich_help_panel=_PANEL, help="Refuse a PDF with more."),
]
MaxBytesOption = Annotated[
    int,
    typer.Option(
        "--max-bytes",
        metavar="N",
        min=1,
        rich_help_panel=_PANEL,
        help="Refuse a larger file, and an archive that unpacks to more.",
    ),
]

SECONDS, PAGES, BYTES = USUAL.seconds, USUAL.pages, USUAL.bytes


def limits_of(timeout: float, max_pages: int, max_bytes: int) -> Limits:
    """What the options say."""
    return Limits(bytes=max_bytes, pages=max_pages, seconds=timeout)
