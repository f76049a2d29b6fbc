"""What the paths on the command line stand for: documents, JSON Lines, standard input."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import IO, TypeVar

from inspection_findings.commands.console import ExitCode, Messages
from inspection_findings.documents.types import Document
from inspection_findings.exceptions import FindingsError
from inspection_findings.reporting.wording import counted

STDIN_NAME = "<stdin>"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LINES_SUFFIXES = frozenset({".jsonl", ".ndjson"})

# How JSON Lines begin, sound or not: an object, or objects in a list, for which each line's error says
# what is expected. Text in braces ("{draft} Report") and RTF begin otherwise.
_LINES_START = re.compile(rb"\s*(?:\{\s*(?:[\"'}]|$)|\[\s*\{)")
# The first line of a PDF may be most of it.
_PEEK = 1 << 16
_KINDS_SHOWN = 8

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read.

    Attributes
    ----------
    name
        What messages and results call it.
    path
        Where it is, ``None`` for standard input.
    holds_lines
        Whether it is JSON Lines rather than a document.
    stream
        What can be read only once, standard input or a pipe, already open.
    head
        What was taken from the stream to see what it holds.
    """

    name: str
    path: Path | None = None
    holds_lines: bool = False
    stream: IO[bytes] | None = None
    head: tuple[bytes, ...] = ()

    def read(self) -> Document:
        """Read it as a document."""
        from inspection_findings.documents import read_bytes, read_document

        if self.stream is not None:
            return read_bytes(b"".join(self.head) + self.stream.read(), name=self.name)
        return read_document(self.path or self.name, name=self.name)

    def lines(self) -> Iterator[bytes]:
        """Read it line by line. Only a line feed ends a line: JSON text may hold other breaks."""
        if self.stream is not None:
            *whole, last = self.head or (b"",)
            if not last.endswith(b"\n"):
                last += self.stream.readline()
            yield from chain(whole, [last], self.stream)
            return
        with Path(self.path or self.name).open("rb") as stream:
            yield from stream


@dataclass(slots=True)
class Inputs:
    """Everything to read, each thing once, in the order given.

    Attributes
    ----------
    sources
        What was found: all of them documents, or all of them JSON Lines.
    failures
        How many paths led nowhere; each was reported.
    unreadable
        How many of those are there, but cannot be read.
    """

    sources: list[Source] = field(default_factory=list)
    failures: int = 0
    unreadable: int = 0

    @property
    def hold_lines(self) -> bool:
        """Whether the sources are JSON Lines."""
        return any(source.holds_lines for source in self.sources)

    @property
    def ending(self) -> ExitCode:
        """How a command ends that has no sources."""
        return ExitCode.SOME_FAILED if self.unreadable else ExitCode.USAGE


def resolve(paths: Sequence[Path], messages: Messages, *, accept_lines: bool) -> Inputs:
    """Find what to read, reporting each path that leads nowhere.

    Parameters
    ----------
    paths
        Files, folders (searched to any depth), and ``-`` for standard input.
    messages
        Where to report.
    accept_lines
        Whether JSON Lines is an input of its own kind, or just another file to read as a document.

    Raises
    ------
    FindingsError
        If documents and JSON Lines come together: they give different columns.
    """
    inputs = Inputs()
    seen: set[str] = set()
    for path in dict.fromkeys(paths):
        try:
            sources = _sources(path, accept_lines=accept_lines)
        except OSError as error:
            inputs.failures += 1
            inputs.unreadable += not isinstance(error, FileNotFoundError | NotADirectoryError)
            messages.failure(str(path), reason(error))
            continue
        if not sources:
            inputs.failures += 1
            messages.failure(str(path), "no documents in this folder")
        if path.is_dir():
            _tell_passed_over(path, messages)
        for source in sources:
            # A file may be given by itself and be in a folder that is given too.
            key = os.path.realpath(source.path) if source.path else STDIN_NAME
            if key not in seen:
                seen.add(key)
                inputs.sources.append(source)
    if inputs.hold_lines and not all(source.holds_lines for source in inputs.sources):
        raise FindingsError("documents and JSON Lines cannot be mixed in one run: classify them apart")
    return inputs


def attempt(name: str, work: Callable[[], T], messages: Messages) -> T | None:
    """Do the work on one input, so that its failure never loses the others.

    This is the one place where any exception is caught: a document from anywhere may upset a
    reader in a way that nobody has foreseen.

    Returns
    -------
    T or None
        What the work gives; ``None`` if it failed, which was reported.
    """
    try:
        return work()
    except FindingsError as error:
        messages.failure(name, str(error))
    except OSError as error:
        messages.failure(name, reason(error))
    except Exception as error:
        messages.failure(name, f"could not be read: {type(error).__name__}: {error}")
    return None


def reason(error: OSError) -> str:
    """Say in words why a path cannot be read."""
    match error:
        case FileNotFoundError():
            return "no such file or folder"
        case PermissionError():
            return "no permission to read it"
        case IsADirectoryError():
            return "is a folder"
        case _:
            return error.strerror or str(error)


def _sources(path: Path, *, accept_lines: bool) -> list[Source]:
    from inspection_findings.documents import find_documents

    if str(path) == "-":
        stream = sys.stdin.buffer
        head, holds_lines = _peek(stream) if accept_lines else ((), False)
        return [Source(STDIN_NAME, None, holds_lines, stream, head)]
    path.stat()
    if path.is_dir():
        # Asked for here, because a search passes over folders that it may not look into.
        os.scandir(path).close()
        return [Source(str(found), found) for found in find_documents([path])]
    if not accept_lines:
        return [Source(str(path), path)]
    if path.suffix.lower() in LINES_SUFFIXES:
        return [Source(str(path), path, holds_lines=True)]
    return [_peeked(path)]


def _tell_passed_over(folder: Path, messages: Messages) -> None:
    from inspection_findings.documents import passed_over

    files = passed_over(folder)
    if files:
        kinds = sorted({file.suffix.lower() or "no suffix" for file in files})
        shown = ", ".join(kinds[:_KINDS_SHOWN]) + (", ..." if len(kinds) > _KINDS_SHOWN else "")
        messages.remark(f"{folder}: {counted(len(files), 'file')} of other kinds passed over: {shown}")


def _peeked(path: Path) -> Source:
    """A source that is looked into; a pipe stays open, as what was taken from it is gone."""
    stream = path.open("rb")
    try:
        head, holds_lines = _peek(stream)
    except OSError:
        stream.close()
        raise
    if path.is_file():
        stream.close()
        return Source(str(path), path, holds_lines)
    return Source(str(path), path, holds_lines, stream, head)


def _peek(stream: IO[bytes]) -> tuple[tuple[bytes, ...], bool]:
    """Take lines from a stream until one that is not blank shows whether it holds JSON Lines."""
    head: list[bytes] = []
    while line := stream.readline(_PEEK):
        head.append(line)
        content = line.removeprefix(BYTE_ORDER_MARK)
        if content.strip():
            return tuple(head), bool(_LINES_START.match(content.rstrip()))
    return tuple(head), False
