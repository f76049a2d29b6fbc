"""Documents worked on in several processes at once, their results in the order of the documents.

A process should give back what is to be written, not what it is made of: that is far cheaper to send.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any, Protocol, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from inspection_findings.commands.failures import Kind
from inspection_findings.commands.inputs import Source, read_ahead
from inspection_findings.documents.isolation import crashed, too_slow
from inspection_findings.documents.limits import Limits, bound_this_process, is_bound

PARALLEL_FROM = 16
"""Documents that are worth the start of processes."""

_ROOM = 1 << 20
"""Bytes: what may be asked for without special rights."""

_AHEAD = 16
"""Documents a process that may be done before they are written: bounds the memory."""

if sys.platform == "linux":
    import fcntl
    from multiprocessing.context import ForkContext

T = TypeVar("T")
Result = TypeVar("Result", covariant=True)


class DocumentWork(Protocol[Result]):
    """What is to be done with each document."""

    def __call__(self, source: Source) -> Result:
        """Do it with one document; whatever that one is like, this returns."""

    def failed(self, source: Source, message: str, kind: Kind) -> Result:
        """What is given instead where a document ended its process or took too long."""


def processes(jobs: int, sources: Sequence[Source]) -> int:
    """How many processes to start where ``jobs`` were asked for, -1 being one a core.

    None where there are few documents, or any that only this process can read; nor where this one is there
    for documents alone.
    """
    if is_bound() or len(sources) < PARALLEL_FROM or any(source.stream is not None for source in sources):
        return 0
    if jobs > 0:
        return jobs
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def work_on(
    work: DocumentWork[T],
    sources: Sequence[Source],
    jobs: int,
    *,
    show: Callable[[Source], None] | None = None,
) -> Iterator[T]:
    """Work on documents in ``jobs`` processes; where there are none, in this one.

    Where there are any, nothing may stand in the buffer of standard output: each would have it too. The
    time that reading a document may take is there for all of the work on it. One is worth its start too:
    without it, each document is read in a process that ends with it.

    Parameters
    ----------
    work
        What to do.
    sources
        The documents.
    jobs
        As `processes` gives it.
    show
        Is given each document before it is read, in this process.

    Yields
    ------
    T
        What the work gives, one a document, in their order.
    """
    if jobs == 0:
        return map(work, read_ahead(sources, show=show))
    # Processes that are forked share the model's memory, and need not load it.
    context = _Forking() if sys.platform == "linux" else multiprocessing.get_context()
    pool = ProcessPool(jobs, context=context, initializer=_begin, initargs=(work, sources[0].limits))
    coming = shown(sources, show)
    # Here and not when the first result is asked for: a process that has threads (a progress bar) by then
    # should not be forked.
    pending = deque((source, _schedule(pool, source)) for source in islice(coming, _AHEAD * jobs))
    return _results(work, pool, pending, coming)


if sys.platform == "linux":

    class _Forking(ForkContext):
        """Forks, with room in pipes for what comes of most documents: no process waits to be rid of it."""

        def Pipe(self, duplex: bool = True) -> tuple[Connection, Connection]:  # noqa: N802
            ends = super().Pipe(duplex)
            if not duplex:
                # Which a system may not allow, or not that much.
                with contextlib.suppress(OSError):
                    fcntl.fcntl(ends[1].fileno(), fcntl.F_SETPIPE_SZ, _ROOM)
            return ends


def shown(sources: Iterable[Source], show: Callable[[Source], None] | None) -> Iterator[Source]:
    """Each source, when it was shown."""
    for source in sources:
        if show is not None:
            show(source)
        yield source


def _schedule(pool: ProcessPool, source: Source) -> ProcessFuture[Any]:
    return pool.schedule(_do, args=(source,), timeout=source.limits.seconds)


def _results(
    work: DocumentWork[T],
    pool: ProcessPool,
    pending: deque[tuple[Source, ProcessFuture[T]]],
    coming: Iterator[Source],
) -> Iterator[T]:
    try:
        while pending:
            source, future = pending.popleft()
            try:
                result = future.result()
            except TimeoutError:
                result = work.failed(source, too_slow(source.limits), Kind.TOO_SLOW)
            except ProcessExpired as error:
                result = work.failed(source, crashed(error.exitcode), Kind.CRASHED)
            yield result
            for following in islice(coming, 1):
                pending.append((following, _schedule(pool, following)))
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        # Which takes a tenth of a second. Results can be put away meanwhile; the command ends after it.
        Thread(target=pool.join, name="processes end").start()


_work: DocumentWork[Any]


def _begin(work: DocumentWork[Any], limits: Limits) -> None:
    global _work
    bound_this_process(limits)
    # Whoever asked for the work ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _work = work


def _do(source: Source) -> Any:
    return _work(source)
