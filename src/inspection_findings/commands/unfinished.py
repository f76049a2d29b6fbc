"""Results of a run that is not done, kept beside where they are to appear, so that it can be stopped."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from inspection_findings.commands.console import Messages
from inspection_findings.commands.journal import Entry, Header, Place, ResumeError, entries
from inspection_findings.commands.output import Output, mode_for
from inspection_findings.files import exclusive
from inspection_findings.reporting.summary import Summary

_LONGEST_WAIT = 5.0
"""Seconds to wait for another process: those that a killed one has started hold on for a moment."""
_SYNC_AFTER = 1.0
"""Seconds after which what was written is seen to be on the disk."""
_CHUNK = 1 << 20


def results_of(target: Path) -> Path:
    """Where results are until all are there: those of a document together, in the order of their making."""
    return target.with_name(f"{target.name}.unfinished")


def journal_of(target: Path) -> Path:
    """Where it is said which documents these results are of."""
    return target.with_name(f"{target.name}.progress")


def tell_of_unfinished(target: Path, messages: Messages) -> None:
    """Say that a run into this file was stopped, if one was, and how it would go on."""
    if journal_of(target).exists():
        messages.remark(f"{journal_of(target)}: a run was stopped here: with --resume it would go on")


class Unfinished:
    """Results, and the journal of them; a context manager that keeps both to this process.

    When it is entered, both are cut back to the last document whose results are there as the journal has
    them.

    Parameters
    ----------
    target
        Where results are to appear.
    header
        What the run is asked for.
    beginning
        How the results begin.

    Attributes
    ----------
    found
        Whether there was a run to go on with.
    entries
        What came of each document that the journal tells of, by name.

    Raises
    ------
    ResumeError
        If what is there is of another run, or not of a run at all.
    BusyError
        If another process is at it.
    OSError
        If something cannot be read or written.
    """

    def __init__(self, target: Path, header: Header, beginning: bytes) -> None:
        self._target, self._header, self._beginning = target, header, beginning
        self._path, self._journal_path = results_of(target), journal_of(target)
        self._held = ExitStack()
        self.found = False
        self.entries: dict[str, Entry] = {}

    def __enter__(self) -> Unfinished:
        with ExitStack() as held:
            lock = f".{self._target.name}.lock"
            folder = self._target.parent
            held.enter_context(exclusive(folder, wait=_LONGEST_WAIT, name=lock, stays=False))
            self._open(held)
            self._held = held.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._held.close()

    def add(self, name: str, sha256: str | None, results: bytes, summary: Summary) -> Place:
        """Keep the results of a document, and say so in the journal after that."""
        place = Place(self._end, len(results), hashlib.sha256(results).hexdigest())
        _append(self._results, results)
        self._end += len(results)
        self._note(Entry.of_done(name, sha256, place, summary))
        return place

    def add_failure(self, name: str, sha256: str | None, said: Sequence[str]) -> None:
        """Say in the journal that a document failed."""
        self._note(Entry.of_failed(name, sha256, said))

    def read(self, place: Place) -> bytes:
        """The results of one document.

        Raises
        ------
        OSError
            If they cannot be read.
        """
        with self._path.open("rb") as results:
            results.seek(place.start)
            return results.read(place.length)

    def finish(self, places: Sequence[Place]) -> None:
        """Let results appear, in the order of these places, and take away what kept them."""
        self._sync()
        ends = [len(self._beginning), *(place.start + place.length for place in places)]
        # As it is where nothing was tried again, changed, added or left out in the meantime.
        if [place.start for place in places] + [self._end] == ends:
            self._path.chmod(mode_for(self._target))
            # On Windows only what is closed can be moved.
            self._results.close()
            self._path.replace(self._target)
        else:
            self._assemble(places)
        self._clear()

    def discard(self) -> None:
        """Take away what was kept: nothing came of any document, or it is kept elsewhere now."""
        self._clear()

    def _open(self, held: ExitStack) -> None:
        if self._journal_path.exists():
            self.found = True
            journal_end = self._header.check(self._journal_path)
            if not self._path.exists():
                self._take_back()
        elif self._path.exists():
            raise ResumeError(
                f"{self._path}: nothing is known of what it holds, as {self._journal_path.name} is missing: "
                "move it away"
            )
        else:
            self._header.begin(self._journal_path)
            journal_end = self._header.check(self._journal_path)
        # Without buffers: what finds no room is not tried again when they are closed.
        self._results = held.enter_context(self._path.open("a+b", buffering=0))
        self._journal = held.enter_context(self._journal_path.open("a+b", buffering=0))
        self._end = self._verify(journal_end)
        self._last_sync = time.monotonic()

    def _take_back(self) -> None:
        """Copy the results back if they have appeared and the journal has not gone: stopped in between."""
        if self._target.is_file():
            shutil.copyfile(self._target, self._path)

    def _verify(self, journal_end: int) -> int:
        """Read what is there, cut off what cannot be relied on, and give the length of the results."""
        end = 0
        with self._path.open("rb") as results:
            if results.read(len(self._beginning)) == self._beginning:
                end = len(self._beginning)
                for entry, line_end in entries(self._journal_path, journal_end):
                    if entry.place is not None:
                        if entry.place.start != end or not _holds(results, entry.place):
                            break
                        end += entry.place.length
                    self.entries[entry.name] = entry
                    journal_end = line_end
        self._journal.truncate(journal_end)
        self._results.truncate(end)
        if end < len(self._beginning):
            _append(self._results, self._beginning)
            end = len(self._beginning)
        return end

    def _note(self, entry: Entry) -> None:
        _append(self._journal, entry.to_line())
        if time.monotonic() >= self._last_sync + _SYNC_AFTER:
            self._sync()

    def _sync(self) -> None:
        # Results first: the journal is to know of none that is not there.
        os.fsync(self._results.fileno())
        os.fsync(self._journal.fileno())
        self._last_sync = time.monotonic()

    def _assemble(self, places: Sequence[Place]) -> None:
        """Write the results in another order; what is left out is of documents that have changed or gone."""
        destination = Output(self._target, machine=True)
        with destination, self._path.open("rb") as results:
            destination.write_bytes(self._beginning)
            for place in places:
                results.seek(place.start)
                left = place.length
                while left and (chunk := results.read(min(left, _CHUNK))):
                    destination.write_bytes(chunk)
                    left -= len(chunk)

    def _clear(self) -> None:
        self._results.close()
        self._journal.close()
        # In this order: without a journal nobody would know whose results these are.
        with contextlib.suppress(FileNotFoundError):
            self._path.unlink()
        self._journal_path.unlink()


def _append(stream: IO[bytes], data: bytes) -> None:
    """Write all of it: without a buffer, a disk that fills up takes a part."""
    left = memoryview(data)
    while left:
        left = left[stream.write(left) :]


def _holds(results: IO[bytes], place: Place) -> bool:
    """Whether results go on with what was put there."""
    digest, left = hashlib.sha256(), place.length
    while left and (chunk := results.read(min(left, _CHUNK))):
        digest.update(chunk)
        left -= len(chunk)
    return not left and digest.hexdigest() == place.digest
