"""What asks for an archive: options, the name of the output, or what is there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from inspection_findings.commands.archive.partitions import PartitionBy

MANIFEST = "archive.json"
"""What an archive says of itself."""

_PANEL = "An archive (parquet)"


PartitionByOption = Annotated[
    PartitionBy | None,
    typer.Option(
        "--partition-by",
        rich_help_panel=_PANEL,
        help="What the folders of an archive are by.",
        show_default="what they are by already, or year",
    ),
]
PruneOption = Annotated[
    bool,
    typer.Option(
        "--prune",
        rich_help_panel=_PANEL,
        help="Leave out of the archive what is not among the inputs any more.",
    ),
]


_typed_with_slash: set[str] = set()


class AsTyped(str):
    """A path as it was typed: whether a slash ended it is remembered, as `Path` forgets it."""

    __slots__ = ()

    def __new__(cls, typed: str) -> AsTyped:
        """Remember the last one of each name."""
        if typed.endswith(("/", os.sep)):
            _typed_with_slash.add(str(Path(typed)))
        else:
            _typed_with_slash.discard(str(Path(typed)))
        return super().__new__(cls, typed)


def names_archive(output: Path | None) -> bool:
    """Whether an output is a folder by the slash at its end, or an archive that is there."""
    return output is not None and (str(output) in _typed_with_slash or (output / MANIFEST).exists())
