"""What a path or an address that somebody typed stands for."""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from inspection_findings.commands.sources.addresses import is_address, shown
from inspection_findings.commands.sources.source import Source
from inspection_findings.commands.sources.streams import LINES_SUFFIXES, STDIN_NAME, open_pipe, peek
from inspection_findings.documents.limits import Limits
from inspection_findings.exceptions import NotThereError
from inspection_findings.reporting.wording import counted

_KINDS_SHOWN = 8


class Looked(NamedTuple):
    """What is to be read at a place, and what is to be said of the rest."""

    sources: list[Source]
    remark: str = ""
    passed_over: int = 0


def look_at(typed: str, limits: Limits, *, accept_lines: bool) -> Looked:
    """What is to be read there.

    Parameters
    ----------
    typed
        A file, a folder, ``-``, a pattern that no file has for its name, or an address.
    limits
        What reading a document may cost.
    accept_lines
        Whether JSON Lines is an input of its own kind.

    Raises
    ------
    FindingsError, OSError
        If there is nothing, or it cannot be looked into.
    """
    if is_address(typed):
        return _in_store(typed, limits, accept_lines=accept_lines)
    if typed == "-":
        stream = sys.stdin.buffer
        head, holds_lines = peek(stream) if accept_lines else ((), False)
        return Looked([Source(STDIN_NAME, None, holds_lines, stream, head, limits)])
    path = Path(typed)
    if glob.has_magic(typed) and not os.path.lexists(path):
        return _matched(typed, limits)
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        return _in_folder(path, limits)
    if stat.S_ISFIFO(mode):
        # It stays open, as what is taken from it is gone.
        stream = open_pipe(path, limits)
        head, holds_lines = peek(stream) if accept_lines else ((), False)
        return Looked([Source(str(path), path, holds_lines, stream, head, limits)])
    if not accept_lines:
        return Looked([Source(str(path), path, limits=limits)])
    if path.suffix.lower() in LINES_SUFFIXES:
        return Looked([Source(str(path), path, holds_lines=True, limits=limits)])
    with path.open("rb") as stream:
        return Looked([Source(str(path), path, peek(stream)[1], limits=limits)])


def _in_folder(path: Path, limits: Limits) -> Looked:
    from inspection_findings.documents import find_documents, passed_over

    # Asked for here, because a search passes over folders that it may not look into.
    os.scandir(path).close()
    found = [Source(str(each), each, limits=limits) for each in find_documents([path])]
    others = passed_over(path)
    return Looked(found, _remark(str(path), [file.suffix.lower() for file in others]), len(others))


def _matched(pattern: str, limits: Limits) -> Looked:
    from inspection_findings.documents import documents_among

    found = documents_among(map(Path, glob.iglob(pattern, recursive=True)))  # noqa: PTH207 - absolute patterns too
    sources = [Source(str(each), each, limits=limits) for each in found]
    if not sources:
        raise NotThereError("no document matches this pattern")
    return Looked(sources)


def _in_store(address: str, limits: Limits, *, accept_lines: bool) -> Looked:
    # Imported here, as nobody else pays for it.
    from inspection_findings.commands.sources.stores import find_in_store

    found, passed_over = find_in_store(address)
    # Only what was typed may hold what is not to be shown.
    holds_lines = accept_lines and address.lower().endswith(tuple(LINES_SUFFIXES))
    sources = [
        Source(
            shown(each.url) if each.url == address else each.url,
            holds_lines=holds_lines and each.url == address,
            limits=limits,
            url=each.url,
            size=each.size,
            tag=each.tag,
        )
        for each in found
    ]
    return Looked(sources, _remark(shown(address), passed_over), len(passed_over))


def _remark(where: str, suffixes: Sequence[str]) -> str:
    if not suffixes:
        return ""
    kinds = sorted({suffix or "no suffix" for suffix in suffixes})
    told = ", ".join(kinds[:_KINDS_SHOWN]) + (", ..." if len(kinds) > _KINDS_SHOWN else "")
    return f"{where}: {counted(len(suffixes), 'file')} of other kinds passed over: {told}"
