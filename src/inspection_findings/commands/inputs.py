"""What the paths on the command line stand for: documents, JSON Lines, standard input."""

from __future__ import annotations

import os
import re
import select
import stat
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import file_digest
from itertools import chain
from multiprocessing import parent_process
from pathlib import Path
from typing import IO, TypeVar

from inspection_findings.commands.console import ExitCode, Messages
from inspection_findings.documents.isolation import Reading
from inspection_findings.documents.limits import USUAL, Limits
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


@dataclass(slots=True)
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
    limits
        What reading it may cost.
    """

    name: str
    path: Path | None = None
    holds_lines: bool = False
    stream: IO[bytes] | None = None
    head: tuple[bytes, ...] = ()
    limits: Limits = USUAL
    _begun: Reading | None = field(default=None, init=False, repr=False, compare=False)

    def begin(self) -> None:
        """Begin to read it as a document, beside whatever this process does meanwhile."""
        # A process that was started for documents needs no other.
        if self._begun is None and parent_process() is None:
            self._begun = Reading(self._reader(), self.limits)

    def read(self) -> Document:
        """Read it as a document, in a process of its own: whatever it is, this one goes on.

        Raises
        ------
        DocumentError
            If it cannot be read as a document, or not within its limits.
        OSError
            If there is no such file, or it cannot be read.
        """
        self.begin()
        if self._begun is None:
            return self._reader()()
        begun, self._begun = self._begun, None
        return begun.result()

    def abandon(self) -> None:
        """Read it no further, if it was begun."""
        if self._begun is not None:
            self._begun.abandon()
            self._begun = None

    def _reader(self) -> Callable[[], Document]:
        from inspection_findings.documents import read_bytes, read_document

        if self.stream is not None:
            head = b"".join(self.head)
            data = head + self.stream.read(max(self.limits.bytes + 1 - len(head), 0))
            return partial(read_bytes, data, name=self.name, limits=self.limits)
        return partial(read_document, self.path or self.name, name=self.name, limits=self.limits)

    def sha256(self) -> str | None:
        """Digest of its file; ``None`` for what can be read only once."""
        if self.stream is not None:
            return None
        with Path(self.path or self.name).open("rb") as stream:
            return file_digest(stream, "sha256").hexdigest()

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


def read_ahead(sources: Iterable[Source]) -> Iterator[Source]:
    """Each source, when reading the one after it has begun."""
    begun: deque[Source] = deque()
    try:
        for source in sources:
            if not source.holds_lines:
                source.begin()
            begun.append(source)
            if len(begun) > 1:
                yield begun.popleft()
        while begun:
            yield begun.popleft()
    finally:
        for source in begun:
            source.abandon()


def resolve(
    paths: Sequence[Path], messages: Messages, *, accept_lines: bool, limits: Limits = USUAL
) -> Inputs:
    """Find what to read, reporting each path that leads nowhere.

    Parameters
    ----------
    paths
        Files, folders (searched to any depth), and ``-`` for standard input.
    messages
        Where to report.
    accept_lines
        Whether JSON Lines is an input of its own kind, or just another file to read as a document.
    limits
        What reading a document may cost.

    Raises
    ------
    FindingsError
        If documents and JSON Lines come together: they give different columns.
    """
    inputs = Inputs()
    seen: set[str] = set()
    for path in dict.fromkeys(paths):
        try:
            sources = _sources(path, limits, accept_lines=accept_lines)
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
    except MemoryError:
        messages.failure(name, "reading it takes more memory than is allowed")
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


def _sources(path: Path, limits: Limits, *, accept_lines: bool) -> list[Source]:
    from inspection_findings.documents import find_documents

    if str(path) == "-":
        stream = sys.stdin.buffer
        head, holds_lines = _peek(stream) if accept_lines else ((), False)
        return [Source(STDIN_NAME, None, holds_lines, stream, head, limits)]
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        # Asked for here, because a search passes over folders that it may not look into.
        os.scandir(path).close()
        return [Source(str(found), found, limits=limits) for found in find_documents([path])]
    if stat.S_ISFIFO(mode):
        # It stays open, as what is taken from it is gone.
        stream = _pipe(path, limits)
        head, holds_lines = _peek(stream) if accept_lines else ((), False)
        return [Source(str(path), path, holds_lines, stream, head, limits)]
    if not accept_lines:
        return [Source(str(path), path, limits=limits)]
    if path.suffix.lower() in LINES_SUFFIXES:
        return [Source(str(path), path, holds_lines=True, limits=limits)]
    with path.open("rb") as stream:
        return [Source(str(path), path, _peek(stream)[1], limits=limits)]


def _tell_passed_over(folder: Path, messages: Messages) -> None:
    from inspection_findings.documents import passed_over

    files = passed_over(folder)
    if files:
        kinds = sorted({file.suffix.lower() or "no suffix" for file in files})
        shown = ", ".join(kinds[:_KINDS_SHOWN]) + (", ..." if len(kinds) > _KINDS_SHOWN else "")
        messages.remark(f"{folder}: {counted(len(files), 'file')} of other kinds passed over: {shown}")


def _pipe(path: Path, limits: Limits) -> IO[bytes]:
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


def _peek(stream: IO[bytes]) -> tuple[tuple[bytes, ...], bool]:
    """Take lines from a stream until one that is not blank shows whether it holds JSON Lines."""
    head: list[bytes] = []
    while line := stream.readline(_PEEK):
        head.append(line)
        content = line.removeprefix(BYTE_ORDER_MARK)
        if content.strip():
            return tuple(head), bool(_LINES_START.match(content.rstrip()))
    return tuple(head), False
