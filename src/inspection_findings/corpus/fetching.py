"""Documents brought to where they belong, each only if it is the one that was labelled."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from inspection_findings.corpus.catalogue import CatalogueEntry
from inspection_findings.corpus.records import Source
from inspection_findings.exceptions import CorpusError
from inspection_findings.files import digest_of, write_atomically

SHOWN_DIGITS = 12


class State(StrEnum):
    """What became of a document."""

    THERE = "there"
    """It was in its place already, and is the one that was labelled."""
    COPIED = "copied"
    DOWNLOADED = "downloaded"
    MISSING = "missing"
    """It is not in its place, and nothing went wrong: it was not where it was looked for."""
    CHANGED = "changed"
    """Another file than the one that was labelled is in its place."""
    FAILED = "failed"
    """Something went wrong."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document.

    Attributes
    ----------
    document
        Its identifier in the source list.
    state
        How it ended.
    message
        Why it is missing or failed, or what is worth knowing though it came.
    """

    document: str
    state: State
    message: str = ""

    @property
    def at_hand(self) -> bool:
        """Whether the document is in its place now."""
        return self.state in (State.THERE, State.COPIED, State.DOWNLOADED)


def inspect_document(entry: CatalogueEntry, folder: Path) -> Outcome:
    """Say whether a document is in its place: there, missing, changed, or failed where it is unreadable.

    Parameters
    ----------
    entry
        Its line of the source list.
    folder
        The folder of documents.
    """
    place = folder / entry.file
    if not place.is_file():
        return Outcome(entry.document, State.MISSING, "not there")
    try:
        found = digest_of(place)
    except OSError as error:
        return Outcome(entry.document, State.FAILED, reason_of(error))
    if found != entry.sha256:
        return Outcome(entry.document, State.CHANGED, f"{place}: {difference(found, entry)}")
    return Outcome(entry.document, State.THERE)


def copy_documents(
    entries: Iterable[CatalogueEntry], source: Path, folder: Path, *, pretend: bool = False
) -> Iterator[Outcome]:
    """Copy from another folder what is not in its place yet. Specimens are only inspected.

    Parameters
    ----------
    entries
        Lines of the source list.
    source
        Where to look: for the path that the source list gives, then for the name alone.
    folder
        The folder of documents.
    pretend
        Say what would become of each, and write nothing.

    Yields
    ------
    Outcome
        One a document, in order.
    """
    for entry in entries:
        found = inspect_document(entry, folder)
        if found.state is State.THERE or entry.source is Source.SPECIMEN:
            yield found
        else:
            yield _copy(entry, source, folder, found, pretend=pretend)


def _copy(entry: CatalogueEntry, source: Path, folder: Path, found: Outcome, *, pretend: bool) -> Outcome:
    named = dict.fromkeys((source / entry.file, source / PurePosixPath(entry.file).name))
    wrong = ""
    for candidate in filter(Path.is_file, named):
        try:
            if pretend:
                read_verified(candidate, entry)
            else:
                place_document(candidate, entry, folder)
        except (CorpusError, OSError) as error:
            wrong = wrong or reason_of(error)
        else:
            return Outcome(entry.document, State.COPIED, replaced(found))
    if wrong:
        return Outcome(entry.document, State.FAILED, wrong)
    if found.state is not State.MISSING:
        return found
    return Outcome(entry.document, State.MISSING, f"not in {source}")


def read_verified(path: Path, entry: CatalogueEntry) -> bytes:
    """Read a file that must be a certain document.

    Raises
    ------
    CorpusError
        If it is another one; the message gives both checksums.
    OSError
        If it cannot be read.
    """
    with path.open("rb") as stream:
        # No more than a right file has, so that a huge wrong one is never held in memory.
        data = stream.read(entry.bytes + 1)
    if hashlib.sha256(data).hexdigest() != entry.sha256:
        raise CorpusError(f"{path}: {difference(digest_of(path), entry)}")
    return data


def place_document(path: Path, entry: CatalogueEntry, folder: Path) -> None:
    """Copy a file to where a document belongs, if it is that document.

    Raises
    ------
    CorpusError
        If it is another one: what stood in the document's place is left as it was.
    OSError
        If it cannot be read, or its place cannot be written.
    """
    data = read_verified(path, entry)
    place = folder / entry.file
    place.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(place, data)
    part_of(entry, folder).unlink(missing_ok=True)


def part_of(entry: CatalogueEntry, folder: Path) -> Path:
    """Where the beginning of a document is kept until the rest has come."""
    place = folder / entry.file
    return place.with_name(f"{place.name}.part")


def difference(found: str, entry: CatalogueEntry) -> str:
    """Say that a checksum is not the document's."""
    return f"sha256 {found[:SHOWN_DIGITS]}, expected {entry.sha256[:SHOWN_DIGITS]}"


def replaced(before: Outcome) -> str:
    """Say what a document took the place of; empty where it took nothing's."""
    return "" if before.state is State.MISSING else f"replaced another file; {before.message}"


def reason_of(error: Exception) -> str:
    """One line for an error: for those of the system, the file and the words without the number."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)
