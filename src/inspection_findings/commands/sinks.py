"""Where a run's findings go, a class a way of writing them.

Each has a ``writer``, which takes what this process finds, and ``close``, which writes what stands at the
end. Those that can take what other processes find have a ``keeper``, which makes what keeps it there, and
``put``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from functools import partial
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from inspection_findings.commands.output import Output, start_writeback
from inspection_findings.reporting.summary import Summary
from inspection_findings.reporting.summary_tables import print_summary
from inspection_findings.reporting.tables import TableWriter
from inspection_findings.reporting.writers import FindingsWriter, write_utf8

if TYPE_CHECKING:
    from rich.console import Console

    from inspection_findings.documents.types import Document
    from inspection_findings.model.parameters import ModelMetadata
    from inspection_findings.model.scorer import SentenceFindings
    from inspection_findings.reporting.workbook import Rows


_TO_DISK = 1 << 24
"""Bytes after which the disk is given work, so that little is left to wait for in the end."""


class Keeper(FindingsWriter, Protocol):
    """A writer that keeps what it is given."""

    def kept(self) -> Any:
        """All of it, in a form that another process can be sent."""


class TableSink:
    """Tables for a person, drawn by the process that knows the terminal.

    Parameters
    ----------
    console
        Where to print.
    show_all
        Show sentences without a finding too.
    quiet
        Leave out the summary.
    """

    def __init__(self, console: Console, *, show_all: bool, quiet: bool) -> None:
        self.writer = TableWriter(console, show_all=show_all)
        self._console = console
        self._quiet = quiet

    def close(self, summary: Summary) -> None:
        """Print the summary."""
        if not self._quiet:
            print_summary(self._console, summary)


class TextSink:
    """Lines of text, for programs.

    Parameters
    ----------
    stream
        Where to write.
    writer
        Makes a writer on a stream.
    """

    def __init__(self, stream: TextIO, writer: Callable[[TextIO], FindingsWriter]) -> None:
        self.writer = writer(stream)
        # How it begins must not stand in a buffer that every process would have.
        stream.flush()
        self.keeper = partial(KeptText, writer)
        self._stream = stream
        self._written = self._on_its_way = 0

    def put(self, kept: bytes) -> None:
        """Write lines that another process has made."""
        write_utf8(self._stream, kept)
        self._written += len(kept)
        if self._written >= self._on_its_way + _TO_DISK:
            start_writeback(self._stream, self._on_its_way, self._written)
            self._on_its_way = self._written

    def close(self, summary: Summary) -> None:
        """Do nothing: lines have no end."""


class KeptText:
    """What a writer of text writes, in UTF-8, but for how it begins, which is written already.

    Parameters
    ----------
    writer
        Makes the writer on a stream.

    Attributes
    ----------
    beginning
        How it begins.
    """

    def __init__(self, writer: Callable[[TextIO], FindingsWriter]) -> None:
        self._data = BytesIO()
        self._stream = TextIOWrapper(self._data, "utf-8", errors="backslashreplace", newline="")
        self._writer = writer(self._stream)
        self.beginning = self.kept()
        self._stream.seek(0)
        self._stream.truncate()

    def write_document(self, document: Document, results: Sequence[SentenceFindings]) -> None:
        """Write one document's results."""
        self._writer.write_document(document, results)

    def write_lines(self, identifiers: Sequence[str | int], results: Sequence[SentenceFindings]) -> None:
        """Write the results of consecutive lines of JSON Lines input, in order."""
        self._writer.write_lines(identifiers, results)

    def kept(self) -> bytes:
        """The text."""
        self._stream.flush()
        return self._data.getvalue()


class WorkbookSink:
    """A workbook, which is whole only at the end.

    Parameters
    ----------
    destination
        Where to write.
    model
        That makes the findings.
    precision, lines, options
        As for `FindingsWorkbook`.
    """

    def __init__(
        self,
        destination: Output,
        model: ModelMetadata,
        *,
        precision: float | None,
        lines: bool,
        options: Collection[str],
    ) -> None:
        # Imported here, as no other format pays for it.
        from inspection_findings.reporting.workbook import FindingsWorkbook, Rows

        self.writer = FindingsWorkbook(
            model, precision=precision, made=dt.datetime.now(), lines=lines, options=options
        )
        self.keeper = Rows
        self._destination = destination

    def put(self, kept: Rows) -> None:
        """Add rows that another process has made."""
        self.writer.add(kept)

    def close(self, summary: Summary) -> None:
        """Write the file."""
        self._destination.write_bytes(self.writer.to_bytes(summary))


Sink = TableSink | TextSink | WorkbookSink
