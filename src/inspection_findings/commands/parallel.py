"""Documents worked on in several processes at once, their results in the order of the documents.

A process should give back what is to be written, not what it is made of: that is far cheaper to send.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Protocol, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from inspection_findings.commands.inputs import Source, read_ahead
from inspection_findings.documents.isolation import crashed, too_slow
from inspection_findings.documents.limits import Limits, bound_this_process

PARALLEL_FROM = 16
"""Documents that are worth the start of processes."""

_AHEAD = 16
"""Documents a process that may be done before they are written: bounds the memory."""

T = TypeVar("T")
Result = TypeVar("Result", covariant=True)


class DocumentWork(Protocol[Result]):
    """What is to be done with each document."""

    def __call__(self, source: Source) -> Result:
        """Do it with one document; whatever that one is like, this returns."""

    def failed(self, source: Source, message: str) -> Result:
        """What is given instead where a document ended its process or took too long."""


def processes(jobs: int, sources: Sequence[Source]) -> int:
    """How many processes to use where ``jobs`` were asked for, -1 being one a core.

    One where there are few documents, or any that only this process can read.
    """
    if len(sources) < PARALLEL_FROM or any(source.stream is not None for source in sources):
        return 1
    if jobs > 0:
        return jobs
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def work_on(work: DocumentWork[T], sources: Sequence[Source], jobs: int) -> Iterator[T]:
    """Work on documents in ``jobs`` processes; one is this process.

    Where there are several, nothing may stand in the buffer of standard output: each would have it too. The
    time that reading a document may take is there for all of the work on it.

    Yields
    ------
    T
        What the work gives, one a document, in their order.
    """
    if jobs == 1:
        return map(work, read_ahead(sources))
    # Processes that are forked share the model's memory, and need not load it.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    pool = ProcessPool(jobs, context=context, initializer=_begin, initargs=(work, sources[0].limits))
    coming = iter(sources)
    # Here and not when the first result is asked for: a process that has threads (a progress bar) by then
    # should not be forked.
    pending = deque((source, _schedule(pool, source)) for source in islice(coming, _AHEAD * jobs))
    return _results(work, pool, pending, coming)


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
                result = work.failed(source, too_slow(source.limits))
            except ProcessExpired as error:
                result = work.failed(source, crashed(error.exitcode))
            yield result
            for following in islice(coming, 1):
                pending.append((following, _schedule(pool, following)))
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


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
