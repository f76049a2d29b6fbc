"""What a run has done so far, a line a document, from which a run that was stopped goes on.

The first line says what the run was asked for. Each other one says what came of a document and where its
results are among all results, with their digest: so a journal that got to the disk before the results did,
or results that somebody changed, are told from those that can be relied on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from inspection_findings.exceptions import FindingsError
from inspection_findings.files import write_atomically
from inspection_findings.reporting.counts import counts_of, summary_of
from inspection_findings.reporting.summary import Summary

_KIND = "findings classify"
_VERSION = 1
_DONE, _FAILED = "done", "failed"
_LONGEST_HEADER = 1 << 16


class ResumeError(FindingsError, ValueError):
    """A run cannot go on from what is there."""


class Place(NamedTuple):
    """Where the results of a document are: bytes, and their SHA-256."""

    start: int
    length: int
    digest: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What came of one document.

    Attributes
    ----------
    name
        What results call it.
    sha256
        Of its file, before it was read; ``None`` where that could not be.
    place
        Where its results are; ``None`` if it failed.
    """

    name: str
    sha256: str | None
    place: Place | None
    _line: bytes

    @classmethod
    def of_done(cls, name: str, sha256: str | None, place: Place, summary: Summary) -> Entry:
        """A document that was classified, with its counts."""
        values = {**place._asdict(), "counts": counts_of(summary)}
        return cls(name, sha256, place, _to_line(name, sha256, _DONE, values))

    @classmethod
    def of_failed(cls, name: str, sha256: str | None, said: Sequence[str]) -> Entry:
        """A document that could not be classified, with what was said of it."""
        return cls(name, sha256, None, _to_line(name, sha256, _FAILED, {"said": list(said)}))

    @classmethod
    def from_line(cls, line: bytes) -> Entry:
        """What a line says.

        Raises
        ------
        LookupError, TypeError, ValueError
            If it is not a whole line of a journal.
        """
        values = json.loads(line)
        name, sha256, place = values["name"], values["sha256"], None
        if not (line.endswith(b"\n") and isinstance(name, str) and isinstance(sha256, str | None)):
            raise ValueError("no line of a journal")
        if values["outcome"] == _DONE:
            place = Place(int(values["start"]), int(values["length"]), str(values["digest"]))
            summary_of(values["counts"])
        return cls(name, sha256, place, line)

    def to_line(self) -> bytes:
        """The line that says it."""
        return self._line

    def summary(self) -> Summary:
        """The counts of a document that was classified. They are read when asked for: there are many."""
        return summary_of(json.loads(self._line)["counts"])


def _to_line(name: str, sha256: str | None, outcome: str, values: Mapping[str, Any]) -> bytes:
    # In ASCII, where a name that is not in UTF-8 has its escapes.
    entry = {"name": name, "sha256": sha256, "outcome": outcome, **values}
    return f"{json.dumps(entry, separators=(',', ':'))}\n".encode()


@dataclass(frozen=True)
class Header:
    """What results hang on, beside their documents.

    Attributes
    ----------
    software
        Version of this program.
    model
        Digest of the model's metadata, which name its arrays by theirs.
    options
        By name.
    """

    software: str
    model: str
    options: Mapping[str, Any]

    def begin(self, journal: Path) -> None:
        """Make a journal that has no document yet.

        Raises
        ------
        OSError
            If it cannot be written.
        """
        values = {"journal": _KIND, "version": _VERSION, **vars(self)}
        write_atomically(journal, f"{json.dumps(values)}\n".encode())

    def check(self, journal: Path) -> int:
        """See that a journal is of a run of the same kind, and give the length of its first line.

        Raises
        ------
        ResumeError
            Saying what differs, or that it is no journal.
        OSError
            If it cannot be read.
        """
        with journal.open("rb") as stream:
            line = stream.readline(_LONGEST_HEADER)
        try:
            values = json.loads(line)
            if values["journal"] != _KIND or not line.endswith(b"\n"):
                raise ValueError
            version = values["version"]
            begun = None if version != _VERSION else Header(*(values[name] for name in vars(self)))
            differences = ["another version of this program"] if begun is None else self.differences(begun)
        except (LookupError, TypeError, ValueError, AttributeError):
            raise ResumeError(
                f"{journal}: is not from a run with --resume: move it away, or name another output"
            ) from None
        if differences:
            raise ResumeError(
                f"{journal}: begun with {', '.join(differences)}: give the same again, or delete it and "
                f"{journal.stem}.unfinished to begin anew"
            )
        return len(line)

    def differences(self, begun: Header) -> list[str]:
        """How a run was begun otherwise than this one asks for, in words."""
        found = []
        if begun.software != self.software:
            found.append(f"version {begun.software} of this program (now {self.software})")
        if begun.model != self.model:
            found.append("another model")
        for name in dict.fromkeys([*begun.options, *self.options]):
            before, now = begun.options.get(name), self.options.get(name)
            if before != now:
                found.append(f"{name} {_shown(before)} (now {_shown(now)})")
        return found


def _shown(value: object) -> str:
    match value:
        case True:
            return "on"
        case None | False | []:
            return "off"
        case list():
            return " and ".join(map(str, value))
        case _:
            return str(value)


def entries(journal: Path, start: int) -> Iterator[tuple[Entry, int]]:
    """What the journal says after its first line, up to a line that is torn or damaged.

    Parameters
    ----------
    journal
        Its file.
    start
        Where the second line begins.

    Yields
    ------
    Entry
        In the order in which they were written.
    int
        Where its line ends.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    with journal.open("rb") as stream:
        stream.seek(start)
        for line in stream:
            try:
                entry = Entry.from_line(line)
            except (LookupError, TypeError, ValueError, AttributeError):
                return
            start += len(line)
            yield entry, start
