"""Letters waiting to be read, and what became of them."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from queue import SimpleQueue

from inspection_findings.app.extraction import CalledOffError, Extractor
from inspection_findings.app.limits import Limits
from inspection_findings.documents import Document
from inspection_findings.exceptions import FindingsError

_KEPT = 200
"""Finished letters that are still told of; older ones are forgotten."""


class State(StrEnum):
    """How far a letter is."""

    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED = frozenset({State.WAITING, State.READING})


class FullError(FindingsError, RuntimeError):
    """More letters are waiting than can be held."""


@dataclass(slots=True)
class Job:
    """One letter that was dropped.

    Attributes
    ----------
    number
        Among all that were dropped since the app was started, from 1.
    name
        Of the file.
    state
        How far it is.
    message
        What went wrong, or what else there is to say.
    key
        Of the letter once it is read; empty before.
    """

    number: int
    name: str
    state: State = State.WAITING
    message: str = ""
    key: str = ""
    _data: bytes = field(default=b"", repr=False)
    _off: threading.Event = field(default_factory=threading.Event, repr=False)


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a letter: its key, and what there is to say of it."""

    key: str
    message: str = ""


class Jobs:
    """Reads letters one after the other, beside whatever else the app does.

    Parameters
    ----------
    take
        Is given each document with the bytes that it was read from, and keeps it.
    limits
        How many may wait, and how long one may take.
    workers
        How many are read side by side.
    """

    def __init__(self, take: Callable[[Document, bytes], Taken], limits: Limits, *, workers: int = 1) -> None:
        self._take = take
        self._limits = limits
        self._jobs: dict[int, Job] = {}
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._queue: SimpleQueue[Job | None] = SimpleQueue()
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(workers)]
        for thread in self._threads:
            thread.start()

    def add(self, name: str, data: bytes) -> Job:
        """Let a letter wait its turn.

        Raises
        ------
        FullError
            If too many are waiting.
        """
        with self._lock:
            unfinished = [job for job in self._jobs.values() if job.state in UNFINISHED]
            held = sum(len(job._data) for job in unfinished)
            if len(unfinished) >= self._limits.letters or held + len(data) > self._limits.waiting:
                raise FullError("too many letters are waiting: send more when some of them are read")
            job = Job(next(self._numbers), name, _data=data)
            self._jobs[job.number] = job
        self._queue.put(job)
        return job

    def refuse(self, name: str, message: str) -> Job:
        """Tell of a letter that is not even read."""
        with self._lock:
            job = Job(next(self._numbers), name, State.FAILED, message)
            self._jobs[job.number] = job
            self._forget()
        return job

    def cancel(self, number: int) -> bool:
        """Call off a letter; whether there was anything to call off."""
        with self._lock:
            job = self._jobs.get(number)
            if job is None or job.state not in UNFINISHED:
                return False
            job._off.set()
            if job.state is State.WAITING:
                job.state, job._data = State.CANCELLED, b""
            return True

    def clear(self) -> None:
        """Forget the letters that are finished."""
        with self._lock:
            self._jobs = {number: job for number, job in self._jobs.items() if job.state in UNFINISHED}

    def list(self) -> list[Job]:
        """All letters that are told of, the last one first."""
        with self._lock:
            return sorted(self._jobs.values(), key=lambda job: -job.number)

    def close(self) -> None:
        """Call everything off and end."""
        for job in self.list():
            self.cancel(job.number)
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        extractor = Extractor(self._limits.letter)
        try:
            while (job := self._queue.get()) is not None:
                with self._lock:
                    if job.state is not State.WAITING:
                        continue
                    job.state = State.READING
                state, taken = self._read(extractor, job)
                with self._lock:
                    job.state, job.message, job.key, job._data = state, taken.message, taken.key, b""
                    self._forget()
        finally:
            extractor.close()

    def _read(self, extractor: Extractor, job: Job) -> tuple[State, Taken]:
        try:
            document = extractor.read(job._data, job.name, job._off)
            return State.DONE, self._take(document, job._data)
        except CalledOffError:
            return State.CANCELLED, Taken("")
        except FindingsError as error:
            return State.FAILED, Taken("", str(error))
        except OSError as error:
            return State.FAILED, Taken("", f"cannot be kept: {error.strerror or error}")
        except Exception as error:  # One letter must not end the reading of all others.
            return State.FAILED, Taken("", f"something went wrong: {type(error).__name__}")

    def _forget(self) -> None:
        finished = [number for number, job in self._jobs.items() if job.state not in UNFINISHED]
        for number in finished[:-_KEPT]:
            del self._jobs[number]
