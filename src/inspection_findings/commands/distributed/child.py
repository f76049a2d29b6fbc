"""A process of a worker that works on documents: whatever one of them does, it ends that process at most.

It is started as a program of its own, since what a worker is may neither be forked, having threads, nor have
processes of Python's own kind, being one that ends with its nanny.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import select
import signal
import struct
import subprocess
import sys
import threading
from io import FileIO
from typing import IO, Any

from inspection_findings.commands.inputs import Source
from inspection_findings.documents.isolation import crashed, too_slow
from inspection_findings.documents.limits import Limits, bound_this_process
from inspection_findings.exceptions import CrashedError, TooSlowError

_IDLE = 120.0
"""Seconds without a document after which it ends, since whoever asked may be gone."""

_GRACE = 5.0
"""Seconds that a document may take longer where the worker is not there to end it."""

_NEW_OBJECTS = 100_000
_LENGTH = struct.Struct(">Q")


class Child:
    """A process that works on one document after the other.

    Parameters
    ----------
    work
        A pickle of what is to be done with each, and of the limits that it is held to.

    Raises
    ------
    OSError
        If it cannot be started.
    """

    def __init__(self, work: bytes) -> None:
        self._overdue = False
        # As a program it is not to find other modules in the folder that it is started in.
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_environment(),
            bufsize=0,
        )
        if self._ask(work) is None:
            self.end()
            raise OSError(
                f"a process for documents could not be started: {crashed(self._process.returncode)}"
            )

    def do(self, source: Source) -> bytes:
        """Work on a document.

        Returns
        -------
        bytes
            A pickle of what the work gives.

        Raises
        ------
        CrashedError, TooSlowError
            If the document ended the process, or took too long; it is of no more use then.
        """
        watch = threading.Timer(source.limits.seconds, self._give_up)
        watch.start()
        try:
            answer = self._ask(pickle.dumps(source))
        finally:
            watch.cancel()
        if answer is not None:
            return answer
        self.end()
        if self._overdue:
            raise TooSlowError(too_slow(source.limits))
        raise CrashedError(crashed(self._process.returncode))

    def is_there(self) -> bool:
        """Whether it has not ended, for want of documents."""
        return self._process.poll() is None

    def end(self) -> None:
        """End it, whether or not it is done."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _give_up(self) -> None:
        self._overdue = True
        self._process.kill()

    def _ask(self, message: bytes) -> bytes | None:
        try:
            _send(self._process.stdin, message)
            answer = _receive(self._process.stdout)
        except OSError:
            answer = None
        if answer is None:
            # It has ended or is about to: how is told by its exit code.
            self._process.wait()
        return answer


def _environment() -> dict[str, str]:
    # By it Dask has memory given back at once, which then has to be asked for again at each document.
    kept = {name: value for name, value in os.environ.items() if name != "MALLOC_TRIM_THRESHOLD_"}
    # As for all commands: sums depend on how many threads there are, and these would wait for each other.
    return {**kept, "OPENBLAS_NUM_THREADS": "1"}


def _send(pipe: IO[bytes] | None, message: bytes) -> None:
    view = memoryview(_LENGTH.pack(len(message)) + message)
    while pipe is not None and view:
        view = view[pipe.write(view) :]


def _receive(pipe: IO[bytes] | None) -> bytes | None:
    """A message; ``None`` where there will be none any more."""
    head = _read(pipe, _LENGTH.size)
    return None if head is None else _read(pipe, _LENGTH.unpack(head)[0])


def _read(pipe: IO[bytes] | None, size: int) -> bytes | None:
    parts = bytearray()
    while pipe is not None and len(parts) < size:
        part = pipe.read(size - len(parts))
        if not part:
            return None
        parts += part
    return bytes(parts)


def main() -> None:
    """Work on what comes until the worker goes away."""
    # The worker is told to stop by the same key, and ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What a library prints is not to come between the answers.
    answers = FileIO(os.dup(1), "w")
    os.dup2(2, 1)
    questions = FileIO(0)
    first = _receive(questions)
    if first is None:
        return
    # From the scheduler, which is trusted.
    work, limits = pickle.loads(first)  # noqa: S301
    # As the command itself: hardly anything lies in cycles.
    gc.set_threshold(_NEW_OBJECTS)
    gc.freeze()
    bound_this_process(limits)
    _send(answers, b"ready")
    # Where the worker went away meanwhile, nobody waits for an answer.
    with contextlib.suppress(BrokenPipeError):
        while _comes(questions):
            message = _receive(questions)
            if message is None:
                return
            source: Source = pickle.loads(message)  # noqa: S301
            _last_resort(limits)
            answer: Any = pickle.dumps(work(source))
            _last_resort(None)
            _send(answers, answer)


def _comes(questions: FileIO) -> bool:
    """Wait for a document; false where none has come for long."""
    if sys.platform == "win32":
        return True
    return bool(select.select([questions], [], [], _IDLE)[0])


def _last_resort(limits: Limits | None) -> None:
    """Let the system end this process at a document that takes too long, if the worker does not."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, 0 if limits is None else limits.seconds + _GRACE)


if __name__ == "__main__":
    main()
