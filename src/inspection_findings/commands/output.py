"""Where results go: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import Annotated, NoReturn, TextIO, TypeVar

import typer

from inspection_findings.commands.console import UsageError, drop_standard_output, standard_output
from inspection_findings.exceptions import FindingsError
from inspection_findings.files import new_file_mode, temporary_beside

_FORMAT_OF_SUFFIX = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".html": "html"}
_FORMAT_OF_SUFFIX |= {".xlsx": "xlsx", ".db": "sqlite", ".sqlite": "sqlite", ".parquet": "parquet"}
# Text files are what a command writes for people, whatever it writes else.
_FORMAT_OF_TEXT_SUFFIX = {".md": "markdown"}

# A program that opens a file by one of these expects what no command here writes.
_FOREIGN_SUFFIXES = {
    *(".arrow", ".avro", ".feather", ".pkl", ".tsv", ".xml", ".yaml", ".yml"),
    *(".doc", ".docx", ".htm", ".odt", ".pdf", ".pptx", ".rtf"),
    *(".numbers", ".ods", ".xls", ".xlsm"),
    *(".gz", ".zip"),
}

F = TypeVar("F", bound=StrEnum)

BomOption = Annotated[
    bool,
    typer.Option("--bom", help="Begin csv with the mark by which Excel tells that it is UTF-8."),
]
"""What every command has that writes CSV for spreadsheets."""


class OutputError(FindingsError, OSError):
    """Results cannot be written where they were asked for."""


def format_named(output: Path | None, formats: type[F]) -> F | None:
    """The format that the suffix of an output file names; ``None`` where it names none.

    Parameters
    ----------
    output
        The file, or ``None`` for standard output.
    formats
        What the command can write.

    Raises
    ------
    UsageError
        If the suffix names a format that the command does not write.
    """
    if output is None:
        return None
    suffix = output.suffix.lower()
    name = _FORMAT_OF_SUFFIX.get(suffix)
    text = _FORMAT_OF_TEXT_SUFFIX.get(suffix)
    if text in set(formats):
        return formats(text)
    if name in set(formats):
        return formats(name)
    if name is None and suffix not in _FOREIGN_SUFFIXES:
        return None
    suffixes = ", ".join(each for each, form in _FORMAT_OF_SUFFIX.items() if form in set(formats))
    raise UsageError(
        f"--output {output}: {suffix[1:]} is not written here; end the name in one of {suffixes}, "
        f"or give --format, one of {', '.join(formats)}"
    )


def check_bom(bom: bool, chosen: StrEnum) -> None:
    """See that the mark was asked for of what can begin with it.

    Raises
    ------
    UsageError
        If the format is not CSV.
    """
    if bom and chosen != "csv":
        raise UsageError(f"--bom is for csv; the format here is {chosen}")


def to_terminal(output: Path | None) -> bool:
    """Whether an output, standard output where it is ``None`` or ``-``, is a terminal."""
    return (output is None or str(output) == "-") and sys.stdout.isatty()


def flush_standard_output() -> None:
    """Write what is still buffered.

    Raises
    ------
    OutputError
        If it cannot be written. A reader that went away is a ``BrokenPipeError`` as ever.
    """
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        drop_standard_output()
        raise OutputError(f"cannot write standard output: {error.strerror or error}") from error


def start_writeback(stream: TextIO, start: int, end: int) -> None:
    """Have what was written put on the disk while this process goes on, where the system can be asked to.

    Parameters
    ----------
    stream
        Of a file; nothing happens for any other.
    start, end
        Bytes, of which those that are on the disk already may have to be read from there again.
    """
    if sys.platform == "linux":
        # Linux drops what is on the disk of such a range, and begins to write what is not.
        with suppress(OSError):
            os.posix_fadvise(stream.fileno(), start, end - start, os.POSIX_FADV_DONTNEED)


class Output:
    """A text stream to write results to; a context manager.

    A file is written beside its final place, flushed to disk, and then takes the place of whatever
    was there. If the block raises, or `discard` was called, what was there stays as it was. Devices
    and pipes are written straight through.

    Parameters
    ----------
    path
        The file, or ``None`` (or ``-``) for standard output.
    machine
        Whether a program reads the result; see `standard_output`.

    Attributes
    ----------
    target
        The file that is written, no link; ``None`` for standard output.

    Raises
    ------
    OutputError
        If the folder is missing or cannot be written to, the path is a folder, or a write fails.
    """

    def __init__(self, path: Path | None, *, machine: bool) -> None:
        self.target = None if path is None or str(path) == "-" else Path(os.path.realpath(path))
        self._temporary: Path | None = None
        self._machine = machine
        self._discarded = False
        if self.target is not None:
            _check(self.target)

    def __enter__(self) -> Output:
        self.stream = self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._finish(keep=kind is None and not self._discarded)
        except OSError as failure:
            self._fail(failure)
        finally:
            if self._temporary is not None:
                self._temporary.unlink(missing_ok=True)
        # Errors of reading are caught where a document or a line is read: an operating-system error
        # that comes as far as this is one of writing.
        if isinstance(error, OSError) and not isinstance(error, FindingsError):
            self._fail(error)

    def write_bytes(self, data: bytes) -> None:
        """Write what is not text."""
        self.stream.flush()
        self.stream.buffer.write(data)

    def discard(self) -> None:
        """Leave the file as it was when the block ends: nothing was found to put there."""
        self._discarded = True

    def _open(self) -> TextIO:
        if self.target is None:
            return standard_output(machine=self._machine)
        try:
            if self.target.exists() and not self.target.is_file():
                return self.target.open("w", encoding="utf-8", errors="backslashreplace", newline="")
            stream, self._temporary = temporary_beside(self.target)
        except OSError as failure:
            self._fail(failure)
        return TextIOWrapper(stream, "utf-8", errors="backslashreplace", newline="")

    def _finish(self, *, keep: bool) -> None:
        if self.target is None:
            if keep:
                self.stream.flush()
        elif not keep:
            # What is still buffered may be the very thing that could not be written.
            with suppress(OSError):
                self.stream.close()
        elif self._temporary is None:
            self.stream.close()
        else:
            self.stream.flush()
            os.fsync(self.stream.fileno())
            self._temporary.chmod(mode_for(self.target))
            # On Windows only what is closed can be moved; elsewhere it is locked until it is in its place.
            if sys.platform == "win32":
                self.stream.close()
            self._temporary.replace(self.target)
            self._temporary = None
            self.stream.close()

    def _fail(self, error: OSError) -> NoReturn:
        if self.target is None:
            # A reader of standard output that went away is no failure to report.
            if isinstance(error, BrokenPipeError):
                raise error
            drop_standard_output()
        place = self.target or "standard output"
        raise OutputError(f"cannot write {place}: {error.strerror or error}") from error


def _check(target: Path) -> None:
    if not target.parent.is_dir():
        raise OutputError(f"cannot write {target}: the folder {target.parent} does not exist")
    if target.is_dir():
        raise OutputError(f"cannot write {target}: it is a folder; name a file in it")


def mode_for(target: Path) -> int:
    """Permissions of the file that is replaced, else what a new file gets here."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    return new_file_mode()
