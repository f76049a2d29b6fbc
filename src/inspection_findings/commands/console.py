"""The terminal as the commands see it: consoles, one-line messages, progress and exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn, TextIO, TypeVar

from rich.console import Console
from rich.text import Text

from inspection_findings.commands.failures import Failure, Kind
from inspection_findings.commands.pace import Pace
from inspection_findings.exceptions import FindingsError
from inspection_findings.reporting.wording import plain

PROGRAM = "findings"
PIPED_WIDTH = 100

T = TypeVar("T")


class UsageError(FindingsError, ValueError):
    """Options that are each well-formed ask for what cannot be done."""


def check_output(path: Path, option: str = "--output") -> None:
    """See that a file can be written, before the work is done that it is to hold.

    Parameters
    ----------
    path
        The file.
    option
        Which named it.

    Raises
    ------
    UsageError
        If its folder is not there or cannot be written to, or the path is itself a folder.
    """
    if path.is_dir():
        raise UsageError(f"{option} {path}: is a folder: name a file")
    if not path.parent.is_dir():
        raise UsageError(f"{option} {path}: there is no folder {path.parent}")
    if not os.access(path.parent, os.W_OK):
        raise UsageError(f"{option} {path}: the folder {path.parent} cannot be written to")


class ExitCode(IntEnum):
    """How a command ends. 0 is all well."""

    SOME_FAILED = 1
    """Inputs that are there could not be read, some or all; what the others gave is written."""
    USAGE = 2
    """Nothing was done: a bad option, no input that is there, an unreadable model, nowhere to write."""
    HELD_BACK = 3
    """A model was not promoted, since a rule does not hold; nothing was changed."""
    INTERRUPTED = 130
    TERMINATED = 143
    """Stopped by SIGTERM: what a shell gives for it."""
    BROKEN_PIPE = 141
    """The reader of standard output went away, as with ``| head``: what a shell gives for SIGPIPE."""


class PipeConsole(Console):
    """A console that lets a broken pipe be handled in one place, where all commands end."""

    def on_broken_pipe(self) -> NoReturn:
        """Pass the error on, where rich would exit with a code of its own."""
        raise BrokenPipeError


def text_console(stream: TextIO) -> Console:
    """Make a console on a stream: as wide as the terminal or ``COLUMNS``, else 100 columns."""
    known_width = stream.isatty() or "COLUMNS" in os.environ
    return PipeConsole(file=stream, width=None if known_width else PIPED_WIDTH, highlight=False, emoji=False)


def standard_output(*, machine: bool) -> TextIO:
    """Standard output, prepared so that no character can fail to be written.

    Parameters
    ----------
    machine
        Whether a program reads it: UTF-8 then, with lone surrogates as the escapes that JSON has
        for them, and line ends left as they are written.
    """
    stream = sys.stdout
    if isinstance(stream, TextIOWrapper):
        if machine:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
        else:
            stream.reconfigure(errors="replace")
    return stream


def drop_standard_output() -> None:
    """Send what is still buffered nowhere: it cannot be written, and must not fail a second time."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Messages:
    """One-line messages on standard error, and progress there.

    Attributes
    ----------
    failures
        Inputs that failed so far.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._console = PipeConsole(stderr=True, highlight=False, emoji=False)
        self._quiet = quiet
        self.failures: list[Failure] = []

    def failure(
        self, name: str, message: str, kind: Kind = Kind.UNEXPECTED, *, kept: str | None = None
    ) -> None:
        """Say that one input failed; the run goes on.

        Parameters
        ----------
        name
            What to call it.
        message
            Why.
        kind
            Why, as a code.
        kept
            Why, in words that can be kept, where the message may quote the input.
        """
        self.failures.append(Failure(name, message if kept is None else kept, kind))
        self.line(f"{PROGRAM}: {name}: {message}")

    def warning(self, message: str) -> None:
        """Say that something was not as it should be, though nothing failed."""
        self.line(f"{PROGRAM}: warning: {message}")

    def error(self, message: str) -> None:
        """Say why the command ends here."""
        self.line(f"{PROGRAM}: error: {message}")

    def remark(self, message: str) -> None:
        """Say how it went, unless asked to be quiet."""
        if not self._quiet:
            self.line(f"{PROGRAM}: {message}")

    def track(self, items: Iterable[T], *, total: int, visible: bool) -> Iterator[T]:
        """Yield the items behind a progress bar; where no terminal shows one, a line a minute says as much.

        Parameters
        ----------
        items
            What to go through.
        total
            How many there are.
        visible
            Whether there is anything to wait for and nothing else being printed on the terminal.
        """
        if not visible or self._quiet:
            yield from items
            return
        pace = Pace(total)
        if not self._console.is_terminal:
            for item in items:
                yield item
                pace.step()
                if pace.is_due():
                    self.remark(pace.line(len(self.failures)))
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (
            TextColumn("Reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[speed]}"),
        )
        with Progress(*columns, console=self._console, transient=True, redirect_stdout=False) as bar:
            task = bar.add_task("", total=total, speed="")
            for item in items:
                yield item
                pace.step()
                bar.update(task, advance=1, speed=pace.speed())

    @contextmanager
    def steps(self) -> Iterator[Callable[[str], None]]:
        """Give a function that says what is being done now.

        On a terminal that is one line with a running clock, gone at the end; elsewhere a line a step.
        """
        if self._quiet or not self._console.is_terminal:
            yield self.remark
            return
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Progress(*columns, console=self._console, transient=True, redirect_stdout=False) as progress:
            task = progress.add_task("", total=None)
            yield lambda message: progress.update(task, description=plain(message))

    def line(self, message: str) -> None:
        """Print a line. It is never folded: so it can be searched for and counted."""
        self._console.print(Text(plain(message)), soft_wrap=True)

    def say(self, lines: Iterable[str], failures: Iterable[Failure]) -> None:
        """Print lines that another process kept, and keep what failed there."""
        self.failures.extend(failures)
        for line in lines:
            self.line(line)


class KeptMessages(Messages):
    """Messages that are kept, for the process that asked for the work to say.

    Attributes
    ----------
    kept
        A line each, in order.
    """

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[str] = []

    @classmethod
    def of_failure(cls, name: str, message: str, kind: Kind) -> KeptMessages:
        """What says that one input failed."""
        messages = cls()
        messages.failure(name, message, kind)
        return messages

    def line(self, message: str) -> None:
        """Keep a line."""
        self.kept.append(message)
