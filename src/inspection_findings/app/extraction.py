"""Letters read in a process of their own: a file that stops or stalls it takes nothing else along."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import time
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from threading import Event

from inspection_findings.app.limits import Limits
from inspection_findings.documents import Document
from inspection_findings.exceptions import DamagedDocumentError, DocumentError
from inspection_findings.reporting.revival import revived

_READ, _REFUSED = b"+", b"-"
_GLANCE = 0.05
"""Seconds between looks at whether the work was called off."""
_MOST = 512 << 20
"""Bytes of an answer: more than any letter, with its places, comes to."""


class CalledOffError(DocumentError):
    """Reading was called off."""


class Extractor:
    """A process that reads documents, started when the first one comes.

    What it gives back is data and never objects: it has been handling bytes from anywhere.

    Parameters
    ----------
    limits
        Time and memory for one document.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None

    def read(self, data: bytes, name: str, off: Event) -> Document:
        """Read a document.

        Parameters
        ----------
        data
            The whole of it.
        name
            What to call it.
        off
            Calls the work off when it is set.

        Raises
        ------
        DocumentError
            If it cannot be read, or not in time.
        CalledOffError
            If the work was called off.
        """
        connection = self._started()
        try:
            connection.send((data, name))
            answer = self._answer(connection, off)
        except (EOFError, OSError) as error:
            self.close()
            raise DamagedDocumentError("reading it failed: the file may be damaged") from error
        except BaseException:
            self.close()
            raise
        if answer[:1] == _READ:
            return revived(answer[1:])
        raise DocumentError(answer[1:].decode("utf-8", "replace"))

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _started(self) -> Connection:
        if self._connection is None or self._process is None or not self._process.is_alive():
            self.close()
            # Begun anew and not forked: the app has threads.
            context = multiprocessing.get_context("spawn")
            self._connection, theirs = context.Pipe()
            self._process = context.Process(target=_work, args=(theirs, self._limits.memory), daemon=True)
            self._process.start()
            theirs.close()
        return self._connection

    def _answer(self, connection: Connection, off: Event) -> bytes:
        last = time.monotonic() + self._limits.seconds
        while not connection.poll(_GLANCE):
            if off.is_set():
                raise CalledOffError("called off")
            if time.monotonic() > last:
                raise DamagedDocumentError(
                    f"not read within {self._limits.seconds:g} seconds: it was given up"
                )
        return connection.recv_bytes(_MOST)


def _work(connection: Connection, memory: int) -> None:
    """Read what comes until the app goes away."""
    # The app is told to stop by the same key, and ends this process itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _hold_to(memory)
    while True:
        try:
            data, name = connection.recv()
        except EOFError:
            return
        connection.send_bytes(_outcome(data, name))


def _outcome(data: bytes, name: str) -> bytes:
    from inspection_findings.documents import read_bytes
    from inspection_findings.reporting.document_records import document_record
    from inspection_findings.reporting.writers import to_json

    try:
        document = read_bytes(data, name=name)
        if not any(document.sentences()):
            return _REFUSED + b"no sentences found in it"
        return _READ + to_json(document_record(document)).encode()
    except DocumentError as error:
        return _REFUSED + str(error).encode("utf-8", "backslashreplace")
    except MemoryError:
        return _REFUSED + b"reading it takes more memory than a letter should"
    except (
        Exception
    ) as error:  # A document from anywhere may upset a reader in a way that nobody has foreseen.
        return _REFUSED + f"could not be read: {type(error).__name__}".encode()


def _hold_to(memory: int) -> None:
    if sys.platform != "linux":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
