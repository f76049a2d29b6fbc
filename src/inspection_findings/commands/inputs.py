"""What a command is to read: everything that its paths, addresses and lists stand for."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from inspection_findings.commands.console import ExitCode, Messages, UsageError
from inspection_findings.commands.failures import Kind, kind_of
from inspection_findings.commands.sources.addresses import is_address, shown
from inspection_findings.commands.sources.places import look_at
from inspection_findings.commands.sources.source import Source
from inspection_findings.commands.sources.streams import BYTE_ORDER_MARK, STDIN_NAME
from inspection_findings.documents.limits import USUAL, Limits
from inspection_findings.exceptions import FindingsError

__all__ = [
    "BYTE_ORDER_MARK",
    "STDIN_NAME",
    "Inputs",
    "Source",
    "attempt",
    "read_ahead",
    "reason",
    "resolve",
]

T = TypeVar("T")


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
    passed_over
        How many files in folders are of other kinds.
    kept
        How many of the sources have results of a run before this one, which stand.
    """

    sources: list[Source] = field(default_factory=list)
    failures: int = 0
    unreadable: int = 0
    passed_over: int = 0
    kept: int = 0

    @property
    def hold_lines(self) -> bool:
        """Whether the sources are JSON Lines."""
        return any(source.holds_lines for source in self.sources)

    @property
    def ending(self) -> ExitCode:
        """How a command ends that has no sources."""
        return ExitCode.SOME_FAILED if self.unreadable else ExitCode.USAGE


def read_ahead(
    sources: Sequence[Source], *, show: Callable[[Source], None] | None = None
) -> Iterator[Source]:
    """Each source, when reading the one after it has begun; each is shown before it is read."""
    if len(sources) > 1:
        from inspection_findings.documents import prepare

        prepare(source.name for source in sources if source.stream is None and not source.holds_lines)
    begun: deque[Source] = deque()
    try:
        for source in sources:
            if show is not None:
                show(source)
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
    paths: Sequence[str | Path] | None,
    messages: Messages,
    *,
    accept_lines: bool,
    limits: Limits = USUAL,
    manifest: str | None = None,
) -> Inputs:
    """Find what to read, reporting each path that leads nowhere.

    Parameters
    ----------
    paths
        Files, folders (searched to any depth), patterns, addresses in stores, and ``-`` for standard input.
    messages
        Where to report.
    accept_lines
        Whether JSON Lines is an input of its own kind, or just another file to read as a document.
    limits
        What reading a document may cost.
    manifest
        A list of documents, as `commands.sources.manifest` reads it; they come last.

    Raises
    ------
    FindingsError
        If documents and JSON Lines come together: they give different columns. If the list cannot be read, or
        nothing is named.
    """
    if not paths and manifest is None:
        raise UsageError("nothing to read: name documents, or a list of them with --manifest")
    inputs = Inputs()
    seen = _Seen()
    for typed in dict.fromkeys(map(str, paths or ())):
        named = shown(typed) if is_address(typed) else str(Path(typed))
        try:
            looked = look_at(typed, limits, accept_lines=accept_lines)
        except OSError as error:
            inputs.failures += 1
            missing = isinstance(error, FileNotFoundError | NotADirectoryError)
            inputs.unreadable += not missing
            messages.failure(named, reason(error), kind_of(error))
            continue
        if not looked.sources:
            inputs.failures += 1
            messages.failure(named, "no documents in this folder", Kind.NO_DOCUMENTS)
        if looked.remark:
            messages.remark(looked.remark)
        inputs.passed_over += looked.passed_over
        inputs.sources += (source for source in looked.sources if seen.is_new(source))
    if manifest is not None:
        # Imported here, as nobody else pays for it.
        from inspection_findings.commands.sources.manifest import sources_in

        for listed in sources_in(manifest, limits):
            if isinstance(listed, str):
                inputs.failures += 1
                messages.failure(STDIN_NAME if manifest == "-" else manifest, listed, Kind.BAD_ENTRY)
            elif seen.is_new(listed):
                inputs.sources.append(listed)
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
        messages.failure(name, str(error), kind_of(error))
    except OSError as error:
        messages.failure(name, reason(error), kind_of(error))
    except MemoryError as error:
        messages.failure(name, "reading it takes more memory than is allowed", kind_of(error))
    except Exception as error:
        # What a library says may quote the document.
        what = f"could not be read: {type(error).__name__}"
        messages.failure(name, f"{what}: {error}", kind_of(error), kept=what)
    return None


def reason(error: OSError) -> str:
    """Say in words why a path cannot be read."""
    match error:
        case FindingsError():
            return str(error)
        case FileNotFoundError():
            return "no such file or folder"
        case PermissionError():
            return "no permission to read it"
        case IsADirectoryError():
            return "is a folder"
        case _:
            return error.strerror or str(error)


class _Seen:
    """What was found already: a file may be given by itself and be in a folder that is given too."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._folders: dict[str, str] = {}

    def is_new(self, source: Source) -> bool:
        """Whether it was not asked about before."""
        key = self._key(source)
        before = len(self._seen)
        self._seen.add(key)
        return len(self._seen) > before

    def _key(self, source: Source) -> str:
        if source.url is not None:
            return source.url
        if source.path is not None:
            return os.path.realpath(source.path)
        if source.stream is not None:
            return STDIN_NAME
        # Of a long list, where to look up each file would take longer than anything else.
        folder, name = os.path.split(source.name)
        if folder not in self._folders:
            self._folders[folder] = os.path.realpath(folder)
        return os.path.join(self._folders[folder], name)  # noqa: PTH118
