"""A document read in a process of its own: what it does there is the end of that process at most."""

from __future__ import annotations

import copy
import multiprocessing
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection

from inspection_findings.documents.limits import Limits, bound_this_process
from inspection_findings.documents.types import Document
from inspection_findings.exceptions import CrashedError, TooLargeError, TooSlowError

# A process that is forked has everything imported.
if sys.platform == "linux":
    _CONTEXT = multiprocessing.get_context("fork")
else:
    _CONTEXT = multiprocessing.get_context("spawn")


class Reading:
    """A document that is being read.

    Parameters
    ----------
    read
        Reads it. Outside Linux it must be such that it can be pickled.
    limits
        What it may cost.
    """

    def __init__(self, read: Callable[[], Document], limits: Limits) -> None:
        self._limits = limits
        self._receiver, sender = _CONTEXT.Pipe(duplex=False)
        self._process = _CONTEXT.Process(
            target=_read, args=(self._receiver, sender, read, limits), daemon=True
        )
        self._process.start()
        self._last = time.monotonic() + limits.seconds
        # Held by the process alone, so that its end ends the pipe.
        sender.close()

    def result(self) -> Document:
        """Wait for the document; to be asked for once.

        Raises
        ------
        DocumentError
            What reading it raised; that it took too long or too much memory; that it ended the process.
        OSError
            If its file cannot be read.
        """
        try:
            if not self._receiver.poll(max(self._last - time.monotonic(), 0)):
                raise TooSlowError(too_slow(self._limits))
            outcome = self._receiver.recv()
        except EOFError:
            self._process.join()
            raise CrashedError(crashed(self._process.exitcode)) from None
        finally:
            self.abandon()
        if isinstance(outcome, Exception):
            raise outcome
        document: Document = outcome
        return document

    def abandon(self) -> None:
        """End it, whether or not it is done."""
        self._process.kill()
        self._process.join()
        self._receiver.close()


def too_slow(limits: Limits) -> str:
    """What is said of a document that takes too long."""
    return f"not read within {limits.seconds:g} seconds: give --timeout to wait longer"


def crashed(code: int | None) -> str:
    """What is said of a document that ended the process that read it, by its exit code."""
    ended = f"with exit code {code}"
    if code is not None and code < 0:
        try:
            ended = f"by {signal.Signals(-code).name}"
        except ValueError:
            ended = f"by signal {-code}"
    return f"its reader was ended {ended}: the document is too large, damaged, or made to do harm"


def _read(receiver: Connection, sender: Connection, read: Callable[[], Document], limits: Limits) -> None:
    # Held by whoever asked alone, so that a document that nobody waits for any more is not sent for ever.
    receiver.close()
    # Whoever asked for the document ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    bound_this_process(limits)
    try:
        outcome: Document | Exception = read()
    except MemoryError:
        outcome = TooLargeError(too_much_memory(limits))
    except Exception as error:
        outcome = error
    try:
        if isinstance(outcome, Exception):
            # What led to it stays here: where it goes, nobody asks, and not all of it can be sent.
            outcome.__context__ = outcome.__cause__ = outcome.__traceback__ = None
            # It is made anew where it is received, by which time it is too late to fail.
            copy.copy(outcome)
        sender.send(outcome)
    except OSError:
        # Nobody waits for it any more.
        return
    except Exception as error:
        with suppress(OSError):
            sender.send(RuntimeError(f"{type(outcome).__name__}, which cannot be told of: {error}"))


def too_much_memory(limits: Limits) -> str:
    """What is said of a document that takes too much memory."""
    return f"reading it takes more than {limits.memory >> 20:,} MiB of memory"
