"""Documents worked on by the workers of a cluster, their results in the order of the documents."""

from __future__ import annotations

import pickle
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar, cast
from uuid import uuid4

from distributed import Client, Future, KilledWorker, wait
from distributed.comm.core import CommClosedError

from inspection_findings.commands.distributed.batches import MOST, Parcel, enclosed, grouped, located
from inspection_findings.commands.distributed.connection import ask_workers
from inspection_findings.commands.distributed.versions import READING, described
from inspection_findings.commands.distributed.worker import (
    Hands,
    Made,
    Outcome,
    Unseen,
    sees_same,
    work_through,
)
from inspection_findings.commands.failures import Failure, Kind
from inspection_findings.commands.inputs import Source
from inspection_findings.commands.parallel import DocumentWork, shown
from inspection_findings.exceptions import ClusterError, FindingsError
from inspection_findings.files import digest_of
from inspection_findings.reporting.wording import counted

_AHEAD = 3
"""Tasks a thread of the workers that may be done before they are written: bounds the memory."""

_TASKS = 4
"""Tasks a thread that there should be at least, so that all end at about the same time."""

_RETRIES = 3
"""How often a task is tried again that a worker could not do."""

_GLANCE = 2.0
"""Seconds between looks at whether there still is a cluster."""

_WITHOUT_WORKERS = 60.0
"""Seconds to wait for a worker where all are gone: their nannies start new ones in less."""

_KILLED = "its worker was ended again and again: the document is too large, damaged, or made to do harm"

T = TypeVar("T")


def work_on_workers(
    work: DocumentWork[T],
    sources: Sequence[Source],
    client: Client,
    say: Callable[[str], None],
    *,
    show: Callable[[Source], None] | None = None,
) -> Iterator[T]:
    """Work on documents by the workers of a cluster.

    What is to be done with them, the model with it, is sent to each worker once. Workers read the documents
    where they lie if all see the first that can be read with the same contents; else they are sent them.

    Parameters
    ----------
    work
        What is to be done with each; it must be such that it can be pickled.
    sources
        Files.
    client
        Connected to workers.
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
        If the cluster is lost, or a worker is not as this process is.
    """
    run = Run(work, client, f"findings-{uuid4().hex}")
    try:
        yield from run.results(sources, show)
    except (CancelledError, CommClosedError) as error:
        raise ClusterError("the connection to the cluster was lost: give the command again") from error
    except FindingsError:
        raise
    except Exception as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())
        raise ClusterError(f"a worker could not do its part: {what}") from error
    finally:
        run.end()
    again = sum(times > 1 for times in run.begun.values())
    if again:
        say(f"{again} of {counted(len(run.begun), 'task')} done again after a worker was lost")


@dataclass(frozen=True)
class Task:
    """Documents that a worker works on, and what will come of them."""

    sources: list[Source]
    future: Future[list[Outcome]]


class Run(Generic[T]):
    """One run over documents.

    Parameters
    ----------
    work, client
        As for `work_on_workers`.
    name
        Of no other run.

    Attributes
    ----------
    begun
        How often each task was begun, by its number.
    """

    def __init__(self, work: DocumentWork[T], client: Client, name: str) -> None:
        self.begun: Counter[int] = Counter()
        self._work = work
        self._client = client
        self._name = name
        self._send: Callable[[Source], Parcel] = located
        self._submitted = 0

    def results(self, sources: Sequence[Source], show: Callable[[Source], None] | None = None) -> Iterator[T]:
        """What the work gives, one a document, in their order; each is shown before it is handed out."""
        prepared = pickle.dumps((self._work, sources[0].limits), protocol=5)
        self._client.subscribe_topic(self._name, self._note)
        self._prepare(Hands(prepared, described(READING)))
        if not self._all_see(sources):
            self._send = enclosed
        most = max(1, min(MOST, len(sources) // (_TASKS * self._threads())))
        groups = grouped(shown(sources, show), most)
        pending: deque[Task] = deque()
        while True:
            room = _AHEAD * self._threads() - len(pending)
            pending.extend(Task(group, self._submit(group)) for group in islice(groups, max(room, 0)))
            if not pending:
                return
            task = pending.popleft()
            outcomes = self._outcomes(task, pending)
            for source, outcome in zip(task.sources, outcomes, strict=True):
                yield self._result(source, outcome)

    def end(self) -> None:
        """Leave nothing behind on scheduler and workers."""
        # Where they are gone there is nothing to take away.
        if self._client.status != "running":
            return
        with suppress(Exception):
            self._client.unsubscribe_topic(self._name)
        with suppress(Exception):
            self._client.unregister_worker_plugin(self._name)

    def _prepare(self, hands: Hands) -> None:
        """Send it to all workers; anew where one goes away meanwhile."""
        for _ in range(_RETRIES):
            with suppress(OSError):
                self._client.register_plugin(hands, name=self._name)
                return
            time.sleep(_GLANCE)
        self._client.register_plugin(hands, name=self._name)

    def _outcomes(self, task: Task, pending: deque[Task]) -> list[Outcome]:
        try:
            return self._wait(task.future)
        except KilledWorker:
            # What other tasks do may have ended its workers. Without them it shows whose fault it is.
            wait([each.future for each in pending])
            return [self._alone(source) for source in task.sources]

    def _alone(self, source: Source) -> Outcome:
        try:
            [outcome] = self._wait(self._submit([source]))
        except KilledWorker:
            return Failure(source.name, _KILLED, Kind.CRASHED)
        return outcome

    def _result(self, source: Source, outcome: Outcome) -> T:
        if isinstance(outcome, Unseen):
            # By a worker that came later, say.
            self._send = enclosed
            outcome = self._alone(source)
        if isinstance(outcome, Made):
            # From a worker, which is trusted as the scheduler is.
            return cast(T, pickle.loads(outcome.data))  # noqa: S301
        failure = outcome if isinstance(outcome, Failure) else Failure(source.name, _KILLED, Kind.CRASHED)
        return self._work.failed(source, failure.reason, failure.kind)

    def _submit(self, sources: Sequence[Source]) -> Future[list[Outcome]]:
        number, self._submitted = self._submitted, self._submitted + 1
        parcels = [self._send(source) for source in sources]
        arguments: tuple[Any, ...] = (self._name, self._name, number, parcels)
        key = f"{self._name}-{number}"
        return self._client.submit(work_through, *arguments, key=key, pure=False, retries=_RETRIES)

    def _wait(self, future: Future[list[Outcome]]) -> list[Outcome]:
        """The result of a task, as long as somebody may still give it.

        Raises
        ------
        ClusterError
            If the workers are gone for good.
        KilledWorker
            If the task ended its workers.
        """
        without = 0.0
        while True:
            with suppress(TimeoutError):
                wait([future], timeout=_GLANCE)
            if future.done():
                return future.result()
            without = 0.0 if self._threads() else without + _GLANCE
            if without > _WITHOUT_WORKERS:
                raise ClusterError(f"the cluster has had no workers for {without:g} seconds: start some")

    def _all_see(self, sources: Sequence[Source]) -> bool:
        """Whether all workers see the first file that can be read as it is here."""
        for source in sources:
            if source.place is None:
                continue
            place = source.place.absolute()
            try:
                digest = digest_of(place)
            except OSError:
                continue
            return all(each is True for each in ask_workers(self._client, sees_same, place, digest).values())
        return True

    def _threads(self) -> int:
        return sum(int(number) for number in self._client.nthreads().values())

    def _note(self, event: tuple[float, int]) -> None:
        self.begun[event[1]] += 1
