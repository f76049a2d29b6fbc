"""Documents classified in several processes at once, their results in the order of the documents.

A process gives back what is to be written as bytes: far cheaper to send than what they are made of.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from io import BytesIO, TextIOWrapper
from itertools import islice

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from inspection_findings.commands.classification import Classification, Part, Work
from inspection_findings.commands.console import Messages
from inspection_findings.commands.inputs import Source
from inspection_findings.documents.isolation import crashed, too_slow
from inspection_findings.documents.limits import Limits, bound_this_process
from inspection_findings.reporting.summary import Summary

PARALLEL_FROM = 16
"""Documents that are worth the start of processes."""

_AHEAD = 16
"""Documents a process that may be done before they are written: bounds the memory."""


def processes(jobs: int, sources: Sequence[Source]) -> int:
    """How many processes to use where ``jobs`` were asked for, -1 being one a core.

    One where there are few documents, or any that only this process can read.
    """
    if len(sources) < PARALLEL_FROM or any(source.stream is not None for source in sources):
        return 1
    if jobs > 0:
        return jobs
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def classify_each(work: Work, sources: Sequence[Source], jobs: int) -> Iterator[Part]:
    """Classify documents in as many processes as `processes` finds worth it, or in this one.

    Yields
    ------
    Part
        One a document, in their order.
    """
    several = processes(jobs, sources)
    if several > 1:
        return classify_documents(work, sources, several)
    return map(_Worker(work).classify, sources)


def classify_documents(work: Work, sources: Sequence[Source], jobs: int) -> Iterator[Part]:
    """Classify documents in ``jobs`` processes.

    Nothing may stand in the buffer of standard output: each process would have it too.

    Yields
    ------
    Part
        One a document, in their order.
    """
    # Processes that are forked share the model's memory, and need not load it.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    pool = ProcessPool(jobs, context=context, initializer=_begin, initargs=(work, sources[0].limits))
    coming = iter(sources)
    # Here and not when the first result is asked for: a process that has threads (a progress bar) by then
    # should not be forked.
    pending = deque((source, _schedule(pool, source)) for source in islice(coming, _AHEAD * jobs))
    return _results(pool, pending, coming)


def _schedule(pool: ProcessPool, source: Source) -> ProcessFuture[Part]:
    return pool.schedule(_classify, args=(source,), timeout=source.limits.seconds)


def _results(
    pool: ProcessPool, pending: deque[tuple[Source, ProcessFuture[Part]]], coming: Iterator[Source]
) -> Iterator[Part]:
    try:
        while pending:
            done, future = pending.popleft()
            yield _result(done, future)
            for source in islice(coming, 1):
                pending.append((source, _schedule(pool, source)))
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _result(source: Source, future: ProcessFuture[Part]) -> Part:
    """What came of a document; that it was too slow or ended its process is no more than its failure."""
    try:
        return future.result()
    except TimeoutError:
        return _failed(source, too_slow(source.limits))
    except ProcessExpired as error:
        return _failed(source, crashed(error.exitcode))


def _failed(source: Source, message: str) -> Part:
    messages = _Kept()
    messages.failure(source.name, message)
    return Part(b"", messages.lines, Summary(failures=1))


class _Kept(Messages):
    """Messages that are kept for the process that asked for the work."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def line(self, message: str) -> None:
        """Keep a line."""
        self.lines.append(message)


class _Worker:
    """What a process keeps from one document to the next."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def classify(self, source: Source) -> Part:
        """Classify one document."""
        messages, work, data = _Kept(), self._work, BytesIO()
        stream = TextIOWrapper(data, "utf-8", errors="backslashreplace", newline="")
        writer = work.writer(stream)
        # What a writer begins with is written already.
        stream.seek(0)
        stream.truncate()
        run = Classification(work.scorer, work.selection, writer, messages, work.explain)
        run.run_document(source)
        stream.flush()
        return Part(data.getvalue(), messages.lines, run.summary)


_worker: _Worker


def _begin(work: Work, limits: Limits) -> None:
    global _worker
    bound_this_process(limits)
    # Whoever asked for the work ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _worker = _Worker(work)


def _classify(source: Source) -> Part:
    return _worker.classify(source)
