"""The bar of ``findings data fetch``: documents and bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Self

from inspection_findings.commands.console import PipeConsole

if TYPE_CHECKING:
    from rich.progress import Progress


class FetchProgress:
    """How much of which documents is here; a bar on standard error where that is a terminal.

    Parameters
    ----------
    sizes
        Bytes of each document.
    visible
        Whether to show the bar at all.
    """

    def __init__(self, sizes: Mapping[str, int], *, visible: bool) -> None:
        self._sizes = sizes
        self._received: dict[str, int] = {}
        self._whole: set[str] = set()
        console = PipeConsole(stderr=True, highlight=False)
        self._bar = _bar(console) if visible and console.is_terminal else None

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
            self._task = self._bar.add_task(
                "", total=sum(self._sizes.values()), whole=0, files=len(self._sizes)
            )
        return self

    def __exit__(self, *failure: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def update(self, document: str, received: int) -> None:
        """Take in how many bytes of a document are here, which may be fewer than before."""
        if self._bar is None:
            return
        (self._whole.add if received == self._sizes[document] else self._whole.discard)(document)
        more = received - self._received.get(document, 0)
        self._bar.update(self._task, advance=more, whole=len(self._whole))
        self._received[document] = received


def _bar(console: PipeConsole) -> Progress:
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    files = TextColumn("{task.fields[whole]}/{task.fields[files]} documents")
    columns = (TextColumn("Fetching"), BarColumn(), files, DownloadColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, redirect_stdout=False)
