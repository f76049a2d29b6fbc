"""Letters read in a process of their own: a file that stops or stalls it takes nothing else along."""

from __future__ import annotations

import multiprocessing
import signal
import time
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from threading import Event

from inspection_findings.documents import Document
from inspection_findings.documents.isolation import crashed
from inspection_findings.documents.limits import Limits, bound_this_process
from inspection_findings.exceptions import CrashedError, DocumentError, TooLargeError, TooSlowError
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
        What one document may cost.
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
        process, connection = self._started()
        try:
            connection.send((data, name))
            answer = self._answer(connection, off)
        except DocumentError:
            self.close()
            raise
        except (EOFError, OSError) as error:
            process.join()
            code = process.exitcode
            self.close()
            raise CrashedError(crashed(code)) from error
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

    def _started(self) -> tuple[SpawnProcess, Connection]:
        if self._connection is None or self._process is None or not self._process.is_alive():
            self.close()
            # Begun anew and not forked: the app has threads.
            context = multiprocessing.get_context("spawn")
            self._connection, theirs = context.Pipe()
            self._process = context.Process(target=_work, args=(theirs, self._limits), daemon=True)
            self._process.start()
            theirs.close()
        return self._process, self._connection

    def _answer(self, connection: Connection, off: Event) -> bytes:
        last = time.monotonic() + self._limits.seconds
        while not connection.poll(_GLANCE):
            if off.is_set():
                raise CalledOffError("called off")
            if time.monotonic() > last:
                raise TooSlowError(f"not read within {self._limits.seconds:g} seconds")
        return connection.recv_bytes(_MOST)


def _work(connection: Connection, limits: Limits) -> None:
    """Read what comes until the app goes away."""
    # The app is told to stop by the same key, and ends this process itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    bound_this_process(limits)
    while True:
        try:
            data, name = connection.recv()
        except EOFError:
            return
        except MemoryError:
            # With part of the letter still in the pipe nothing else could be read from it.
            raise SystemExit(1) from None
        connection.send_bytes(_outcome(data, name, limits))


def _outcome(data: bytes, name: str, limits: Limits) -> bytes:
    from inspection_findings.documents import read_bytes
    from inspection_findings.reporting.document_records import document_record
    from inspection_findings.reporting.writers import to_json

    try:
        document = read_bytes(data, name=name, limits=limits)
        if not any(document.sentences()):
            return _REFUSED + b"no sentences found in it"
        return _READ + to_json(document_record(document)).encode()
    except TooLargeError as error:
        # Which option of a command to give helps nobody here.
        return _REFUSED + str(error).partition(": give ")[0].encode()
    except DocumentError as error:
        return _REFUSED + str(error).encode("utf-8", "backslashreplace")
    except MemoryError:
        return _REFUSED + b"reading it takes more memory than a letter should"
    except (
        Exception
    ) as error:  # A document from anywhere may upset a reader in a way that nobody has foreseen.
        return _REFUSED + f"could not be read: {type(error).__name__}".encode()
