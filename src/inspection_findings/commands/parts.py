"""What comes of documents, in their order, by whoever does the work: processes, or a cluster's workers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from inspection_findings.commands.parallel import DocumentWork, processes, work_on

if TYPE_CHECKING:
    from inspection_findings.commands.distributed.crew import Crew
    from inspection_findings.commands.inputs import Source

T = TypeVar("T")


def parts_of(
    work: DocumentWork[T],
    sources: Sequence[Source],
    *,
    jobs: int,
    crew: Crew | None,
    say: Callable[[str], None],
    show: Callable[[Source], None] | None = None,
) -> Iterator[T]:
    """Work on documents by a crew, where there is one; else in processes, where they are worth their start.

    Parameters
    ----------
    work
        What is to be done with each.
    sources
        The documents.
    jobs
        As ``--jobs`` has it; not heeded where there is a crew.
    crew
        The workers that were asked for; ``None`` for this machine alone.
    say
        Takes a line that says what had to be done again.
    show
        Is given each document before it is read or handed out, in this process.

    Yields
    ------
    T
        What the work gives, one a document, in their order.

    Raises
    ------
    ClusterError
        If workers cannot be had, or all are lost.
    """
    if not sources:
        return iter(())
    if crew is not None:
        return crew.work_on(work, sources, say, show=show)
    # Not a generator: processes are to be forked now, before a progress bar has threads.
    return work_on(work, sources, processes(jobs, sources), show=show)
