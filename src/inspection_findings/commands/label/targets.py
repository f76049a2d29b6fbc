"""Files that labelling commands must not write to: what they read, and the corpus itself."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from inspection_findings.commands.console import UsageError

_CORPUS = ("raw", "labeled", "overrides.jsonl", "README.md", "LABELLING.md")


def check_target(option: str, target: Path | None, *, inputs: Iterable[Path], data: Path) -> None:
    """Refuse to write over an input or into the corpus.

    Parameters
    ----------
    option
        That names the target, for the message.
    target
        Where to write; ``None`` or ``-`` for standard output.
    inputs
        Files that are read.
    data
        Folder of documents and labels.

    Raises
    ------
    UsageError
        If the target is one of them, by whatever name or link.
    """
    if target is None or str(target) == "-":
        return
    for path in inputs:
        if _same(target, path):
            raise UsageError(f"{option} {target}: would overwrite what is read: name another file")
    place = Path(os.path.realpath(target))
    for name in _CORPUS:
        kept = data / name
        if place.is_relative_to(os.path.realpath(kept)) or _same(target, kept):
            raise UsageError(f"{option} {target}: would write into the corpus: name a file outside {data}")


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return os.path.realpath(one) == os.path.realpath(other)
