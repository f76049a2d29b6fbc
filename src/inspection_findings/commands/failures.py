"""What kinds of failure there are: each has a code that stays, and says whether trying again may help."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inspection_findings.exceptions import (
    ChangedError,
    CrashedError,
    DamagedDocumentError,
    EncryptedDocumentError,
    NoTextError,
    TooLargeError,
    TooSlowError,
    UnknownFormatError,
)


class Kind(StrEnum):
    """Why nothing came of an input. Programs tell failures by these codes, so none is ever renamed."""

    MISSING = "missing"
    """There is no such file or folder."""
    NO_PERMISSION = "no_permission"
    """It may not be read by whoever runs the command."""
    NOT_A_FILE = "not_a_file"
    """A folder stands where a file was."""
    NO_DOCUMENTS = "no_documents"
    """A folder without documents."""
    IO_ERROR = "io_error"
    """The system, or a store, could not give it: a share that does not answer, a disk that fails."""
    ENCRYPTED = "encrypted"
    """It needs a password."""
    NO_TEXT = "no_text"
    """It is empty, or holds pictures of pages."""
    UNSUPPORTED = "unsupported"
    """It is of no format that can be read."""
    DAMAGED = "damaged"
    """It is cut off, or not what its name says."""
    TOO_LARGE = "too_large"
    """It has more bytes or pages than is allowed, or takes more memory."""
    TOO_SLOW = "too_slow"
    """It was not read in the time that is allowed."""
    CRASHED = "crashed"
    """The process that read it ended, or its worker."""
    CHANGED = "changed"
    """Its contents are not those that the list of documents means."""
    BAD_ENTRY = "bad_entry"
    """A line of the list of documents that is malformed."""
    BAD_LINE = "bad_line"
    """A line of JSON Lines that is malformed."""
    UNEXPECTED = "unexpected"
    """An error that nobody has foreseen."""

    @property
    def try_again(self) -> bool:
        """Whether the same input may be read the next time, though nothing is done about it."""
        return self in (Kind.IO_ERROR, Kind.TOO_SLOW, Kind.CRASHED)


# The first that fits: what is more special stands before what it is a kind of.
_KINDS: tuple[tuple[type[Exception], Kind], ...] = (
    (EncryptedDocumentError, Kind.ENCRYPTED),
    (NoTextError, Kind.NO_TEXT),
    (UnknownFormatError, Kind.UNSUPPORTED),
    (DamagedDocumentError, Kind.DAMAGED),
    (TooLargeError, Kind.TOO_LARGE),
    (TooSlowError, Kind.TOO_SLOW),
    (CrashedError, Kind.CRASHED),
    (ChangedError, Kind.CHANGED),
    (MemoryError, Kind.TOO_LARGE),
    (FileNotFoundError, Kind.MISSING),
    (NotADirectoryError, Kind.MISSING),
    (PermissionError, Kind.NO_PERMISSION),
    (IsADirectoryError, Kind.NOT_A_FILE),
    (OSError, Kind.IO_ERROR),
)


def kind_of(error: Exception) -> Kind:
    """The kind of failure that an exception stands for."""
    return next((kind for sort, kind in _KINDS if isinstance(error, sort)), Kind.UNEXPECTED)


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that nothing came of.

    Attributes
    ----------
    name
        What messages call it.
    reason
        Why, in words. None of them is of its text.
    kind
        Why, as a code.
    """

    name: str
    reason: str
    kind: Kind
