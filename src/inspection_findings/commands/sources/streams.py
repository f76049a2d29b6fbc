"""Standard input and pipes, which can be read only once, and what they hold."""

from __future__ import annotations

import os
import re
import select
from pathlib import Path
from typing import IO

from inspection_findings.documents.limits import Limits

STDIN_NAME = "<stdin>"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LINES_SUFFIXES = frozenset({".jsonl", ".ndjson"})

# How JSON Lines begin, sound or not: an object, or objects in a list, for which each line's error says
# what is expected. Text in braces ("{draft} Report") and RTF begin otherwise.
_LINES_START = re.compile(rb"\s*(?:\{\s*(?:[\"'}]|$)|\[\s*\{)")
# The first line of a PDF may be most of it.
_PEEK = 1 << 16


def open_pipe(path: Path, limits: Limits) -> IO[bytes]:
    """Open a pipe once something comes through it.

    Raises
    ------
    TimeoutError
        If nothing does.
    """
    # Opened otherwise, it would wait for a writer for ever.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    if not select.select([handle], [], [], limits.seconds)[0]:
        os.close(handle)
        raise TimeoutError(f"a pipe that nothing came through in {limits.seconds:g} seconds")
    os.set_blocking(handle, True)
    return os.fdopen(handle, "rb")


def peek(stream: IO[bytes]) -> tuple[tuple[bytes, ...], bool]:
    """Take lines from a stream until one that is not blank shows whether it holds JSON Lines.

    Returns
    -------
    head, holds_lines
        What was taken, and what it shows.
    """
    head: list[bytes] = []
    while line := stream.readline(_PEEK):
        head.append(line)
        content = line.removeprefix(BYTE_ORDER_MARK)
        if content.strip():
            return tuple(head), bool(_LINES_START.match(content.rstrip()))
    return tuple(head), False
