"""What runs on a worker: documents are handed to processes of its own, which hold the model."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from distributed import Worker, WorkerPlugin, get_worker

from inspection_findings.commands.distributed.batches import Parcel
from inspection_findings.commands.distributed.child import Child
from inspection_findings.commands.distributed.versions import READING, described, disagreement
from inspection_findings.commands.failures import Failure, kind_of
from inspection_findings.commands.inputs import Source
from inspection_findings.exceptions import ClusterError, CrashedError, TooSlowError
from inspection_findings.files import digest_of


@dataclass(frozen=True)
class Made:
    """What the work gave for a document, as a pickle."""

    data: bytes


@dataclass(frozen=True)
class Unseen:
    """The worker does not see the document where it lies for the command."""


Outcome = Made | Failure | Unseen


class Hands(WorkerPlugin):
    """The processes of a worker, one a thread, and what they need; sent to each worker once.

    Parameters
    ----------
    work
        As `Child` takes it.
    wanted
        Versions that a worker must have, as `described`.
    """

    def __init__(self, work: bytes, wanted: Mapping[str, str]) -> None:
        self._work = work
        self._wanted = dict(wanted)

    def setup(self, worker: Worker) -> None:
        """Begin; also on a worker that joins later."""
        self._problem = disagreement(f"the worker {worker.address}", described(READING), self._wanted)
        self._idle: list[Child] = []
        self._all: set[Child] = set()
        self._lock = threading.Lock()
        self._ended = False

    def teardown(self, worker: Worker) -> None:
        """End all processes."""
        with self._lock:
            self._ended = True
            children = list(self._all)
        for child in children:
            child.end()

    def outcome(self, parcel: Parcel) -> Outcome:
        """Work on a document.

        Raises
        ------
        ClusterError
            If this worker is not as the command is, or is being stopped.
        """
        if self._problem is not None:
            raise ClusterError(self._problem)
        if parcel.failure is not None:
            return parcel.failure
        if parcel.size is not None and not _sees(parcel.source, parcel.size):
            return Unseen()
        child = self._child()
        try:
            made = Made(child.do(parcel.source))
        except (CrashedError, TooSlowError) as error:
            with self._lock:
                self._all.discard(child)
            # A worker that is stopped ends its processes. That is no fault of the document.
            if self._ended:
                raise ClusterError("a worker was stopped") from error
            return Failure(parcel.source.name, str(error), kind_of(error))
        with self._lock:
            self._idle.append(child)
        return made

    def _child(self) -> Child:
        with self._lock:
            while self._idle:
                child = self._idle.pop()
                if child.is_there():
                    return child
                child.end()
                self._all.discard(child)
        child = Child(self._work)
        with self._lock:
            self._all.add(child)
        return child


def work_through(hands: str, topic: str, number: int, parcels: Sequence[Parcel]) -> list[Outcome]:
    """Work on the documents of a task; it is begun by telling so.

    Parameters
    ----------
    hands
        Name of the plugin.
    topic
        Of the event that tells.
    number
        Of the task.
    parcels
        The documents.

    Raises
    ------
    ClusterError
        If this worker cannot.
    """
    worker = get_worker()
    worker.log_event(topic, number)
    plugin = worker.plugins.get(hands)
    if not isinstance(plugin, Hands):
        raise ClusterError(f"the worker {worker.address} was not prepared: give the command again")
    return [plugin.outcome(parcel) for parcel in parcels]


def sees_same(path: Path, digest: str) -> bool:
    """Whether this process sees a file with these contents.

    Parameters
    ----------
    path
        Where it is to be.
    digest
        SHA-256, in hexadecimal.
    """
    with contextlib.suppress(OSError):
        return digest_of(path) == digest
    return False


def _sees(source: Source, size: int) -> bool:
    with contextlib.suppress(OSError):
        return source.path is not None and source.path.stat().st_size == size
    return False
