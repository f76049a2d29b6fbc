"""Which workers a command was asked to use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from inspection_findings.commands.console import UsageError
from inspection_findings.commands.distributed.versions import READING
from inspection_findings.commands.extras import needs_extra
from inspection_findings.commands.inputs import Inputs, Source

if TYPE_CHECKING:
    from distributed import Client

    from inspection_findings.commands.parallel import DocumentWork

_PANEL = "Many processes and machines"
_ADDRESS = re.compile(r"((tcp|tls)://)?[^/\s]+:\d+")

T = TypeVar("T")

ClusterOption = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="ADDRESS",
        rich_help_panel=_PANEL,
        help="Give the work to the workers of this Dask scheduler: tcp://host:8786, or tls://.",
    ),
]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="N",
        min=1,
        rich_help_panel=_PANEL,
        help="Give the work to N Dask workers, started here for this command.",
    ),
]


@dataclass(frozen=True)
class Crew:
    """The workers that were asked for: those of a running cluster, or some of this machine.

    Attributes
    ----------
    address
        Of a running scheduler; ``None`` where workers are to be started here.
    workers
        How many to start, where there is no address.
    """

    address: str | None = None
    workers: int = 0

    @property
    def name(self) -> str:
        """What messages call it."""
        return f"--workers {self.workers}" if self.address is None else f"--cluster {self.address}"

    def check(self, inputs: Inputs, *, to_files: bool) -> None:
        """See that workers can do what is asked for.

        Parameters
        ----------
        inputs
            What is to be read.
        to_files
            Whether what comes of a document can be written without the others.

        Raises
        ------
        UsageError
            If they cannot.
        """
        if not to_files:
            raise UsageError(f"{self.name}: workers make no table; give --output or --format")
        if inputs.hold_lines:
            raise UsageError(f"{self.name}: workers are for documents, and these are JSON Lines")
        for source in inputs.sources:
            if source.stream is not None:
                raise UsageError(f"{self.name}: {source.name} can be read here alone; give files")

    def connected(self, libraries: Sequence[str] = READING) -> AbstractContextManager[Client]:
        """Connect to the workers, and see that they are as this process is.

        Parameters
        ----------
        libraries
            Of which they must have the versions that are installed here.

        Raises
        ------
        MissingExtraError
            If Dask is not installed.
        ClusterError
            If there is no scheduler or no worker, or they have other versions.
        """
        with needs_extra("cluster"):
            from inspection_findings.commands.distributed.connection import connected

        return connected(self, libraries)

    def work_on(
        self,
        work: DocumentWork[T],
        sources: Sequence[Source],
        say: Callable[[str], None],
        *,
        show: Callable[[Source], None] | None = None,
    ) -> Iterator[T]:
        """Work on documents; as `commands.parallel.work_on`, with workers for processes.

        Parameters
        ----------
        work
            What is to be done with each.
        sources
            The documents: files.
        say
            Takes a line that says what had to be done again.
        show
            Is given each document before it is handed out, in this process.

        Yields
        ------
        T
            What the work gives, one a document, in their order.

        Raises
        ------
        ClusterError
            If workers cannot be had, or all are lost.
        """
        with self.connected() as client:
            from inspection_findings.commands.distributed.working import work_on_workers

            yield from work_on_workers(work, sources, client, say, show=show)


def crew_of(cluster: str | None, workers: int | None) -> Crew | None:
    """What the two options say; ``None`` where neither was given.

    Raises
    ------
    UsageError
        If both are, or the address is none.
    """
    if cluster is not None and workers is not None:
        raise UsageError("--cluster and --workers exclude each other: a cluster has its own workers")
    if workers is not None:
        return Crew(workers=workers)
    if cluster is None:
        return None
    if not _ADDRESS.fullmatch(cluster):
        raise UsageError(f"--cluster {cluster}: not an address of a Dask scheduler, tcp://host:8786")
    return Crew(address=cluster)
