"""The options by which a command is told what to read."""

from __future__ import annotations

from typing import Annotated

import typer

ManifestOption = Annotated[
    str | None,
    typer.Option(
        "--manifest",
        metavar="FILE",
        help="Read the documents that this list has: a path or URL a line, or .csv, or .jsonl.",
    ),
]
