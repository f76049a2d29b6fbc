"""One thing to read, wherever it is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import IO

from inspection_findings.documents.isolation import Reading
from inspection_findings.documents.limits import USUAL, Limits, is_bound
from inspection_findings.documents.types import Document
from inspection_findings.exceptions import ChangedError
from inspection_findings.files import digest_of


@dataclass(slots=True)
class Source:
    """One thing to read.

    Nothing of it is read before somebody asks, so that it can be sent to the process that is to read it.

    Attributes
    ----------
    name
        What messages and results call it.
    path
        Where it is; ``None`` where its name says so, for standard input, and for what is in a store.
    holds_lines
        Whether it is JSON Lines rather than a document.
    stream
        What can be read only once, standard input or a pipe, already open.
    head
        What was taken from the stream to see what it holds.
    limits
        What reading it may cost.
    url
        Where it is in a store; ``None`` for a file. It may hold what no message is to show.
    digest
        SHA-256 that it must have to be read; ``None`` where anything will do.
    size, tag
        Bytes that its store says it has, and what the store calls this state of it; ``None`` where nobody
        asked.
    """

    name: str
    path: Path | None = None
    holds_lines: bool = False
    stream: IO[bytes] | None = None
    head: tuple[bytes, ...] = ()
    limits: Limits = USUAL
    url: str | None = None
    digest: bytes | None = None
    size: int | None = None
    tag: str | None = None
    _begun: Reading | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def place(self) -> Path | None:
        """The file that it is; ``None`` for what is in a store or can be read only once."""
        if self.url is not None or self.stream is not None:
            return None
        return self.path or Path(self.name)

    def begin(self) -> None:
        """Begin to read it as a document, beside whatever this process does meanwhile."""
        # A process that was started for documents needs no other.
        if self._begun is None and not is_bound():
            self._begun = Reading(self._reader(), self.limits)

    def read(self) -> Document:
        """Read it as a document, in a process of its own: whatever it is, this one goes on.

        Raises
        ------
        DocumentError
            If it cannot be read as a document, or not within its limits; or if its contents are not those
            that it must have.
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
        origin: bytes | Path | str
        if self.stream is not None:
            head = b"".join(self.head)
            origin = head + self.stream.read(max(self.limits.bytes + 1 - len(head), 0))
        else:
            origin = self.url or self.path or Path(self.name)
        return partial(_read, origin, self.name, self.limits, self.digest)

    def sha256(self) -> str | None:
        """Digest of its contents; ``None`` for what can be read only once. What is in a store is all read.

        Raises
        ------
        OSError
            If it cannot be read.
        """
        if self.stream is not None:
            return None
        if self.url is not None:
            from inspection_findings.commands.sources.stores import digest_in_store

            return digest_in_store(self.url)
        return digest_of(self.path or Path(self.name))

    def stamp(self) -> str | None:
        """What changes when its contents do, and costs little to ask: size and time, or a store's tag.

        Returns
        -------
        str or None
            ``None`` for what can be read only once, and where a store says nothing of the kind.

        Raises
        ------
        OSError
            If it is not there, or nobody can be asked.
        """
        if self.stream is not None:
            return None
        if self.url is not None:
            if self.tag is not None:
                return self.tag
            from inspection_findings.commands.sources.stores import stamp_in_store

            return stamp_in_store(self.url)
        state = (self.path or Path(self.name)).stat()
        return f"{state.st_size}-{state.st_mtime_ns}"

    def lines(self) -> Iterator[bytes]:
        """Read it line by line. Only a line feed ends a line: JSON text may hold other breaks."""
        if self.stream is not None:
            *whole, last = self.head or (b"",)
            if not last.endswith(b"\n"):
                last += self.stream.readline()
            yield from chain(whole, [last], self.stream)
        elif self.url is not None:
            from inspection_findings.commands.sources.stores import lines_in_store

            yield from lines_in_store(self.url)
        else:
            with (self.path or Path(self.name)).open("rb") as stream:
                yield from stream


def _read(origin: bytes | Path | str, name: str, limits: Limits, digest: bytes | None) -> Document:
    from inspection_findings.documents import bytes_of, read_bytes

    match origin:
        case bytes():
            data = origin
        case Path():
            data = bytes_of(origin, limits)
        case _:
            from inspection_findings.commands.sources.stores import read_from_store

            data = read_from_store(origin, limits)
    if digest is not None and len(data) <= limits.bytes and hashlib.sha256(data).digest() != digest:
        raise ChangedError("its SHA-256 is not the one that the list has: it has changed, or is damaged")
    return read_bytes(data, name=name, limits=limits)
