"""Whatever a document does to the process that reads it, the one that asked for it goes on."""

from __future__ import annotations

import copyreg
import faulthandler
import os
import signal
import sys
import time

import pytest

from inspection_findings.documents import read_bytes
from inspection_findings.documents.isolation import Reading, crashed
from inspection_findings.documents.limits import Limits
from inspection_findings.exceptions import CrashedError, NoTextError, TooLargeError, TooSlowError

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="what is not forked cannot be a function here"
)

LIMITS = Limits(seconds=60, memory=512 << 20)


def letter():
    return read_bytes(b"# What needs to improve\n\nThe quality of plans.\n", name="a.md")


def test_the_document_is_that_which_reading_it_here_gives():
    assert Reading(letter, LIMITS).result() == letter()


def kill():
    # It would say on standard error where the test runner was.
    faulthandler.disable()
    os.kill(os.getpid(), signal.SIGSEGV)


def leave():
    os._exit(7)


@pytest.mark.parametrize(("read", "words"), [(kill, "by SIGSEGV"), (leave, "with exit code 7")])
def test_a_crash_is_an_error_that_says_how(read, words):
    with pytest.raises(CrashedError, match=f"its reader was ended {words}: the document is too large"):
        Reading(read, LIMITS).result()


def test_a_signal_without_a_name_is_told_by_number():
    assert "by signal 99" in crashed(-99)


def test_what_takes_too_long_is_ended():
    reading = Reading(lambda: time.sleep(600), Limits(seconds=0.2))
    with pytest.raises(TooSlowError, match=r"not read within 0\.2 seconds: give --timeout"):
        reading.result()
    assert not reading._process.is_alive()


def test_more_memory_than_is_allowed_is_an_error():
    with pytest.raises(TooLargeError, match="takes more than 512 MiB of memory"):
        Reading(lambda: bytearray(1 << 30), LIMITS).result()


def raise_(error):
    raise error


@pytest.mark.parametrize(
    "error",
    [
        NoTextError("the file is empty"),
        FileNotFoundError(2, "No such file", "a.pdf"),
        ZeroDivisionError("by 0"),
    ],
)
def test_what_reading_raises_is_raised(error):
    with pytest.raises(type(error)) as caught:
        Reading(lambda: raise_(error), LIMITS).result()
    assert str(caught.value) == str(error)


class OddError(Exception):
    """Holds what cannot be sent to another process."""

    def __reduce__(self):
        raise TypeError("a lock")


def test_an_error_that_cannot_be_sent_is_told_of():
    with pytest.raises(RuntimeError, match="OddError, which cannot be told of: a lock"):
        Reading(lambda: raise_(OddError()), LIMITS).result()


class HalfError(Exception):
    """Can be sent, but not made again of what is sent."""

    def __init__(self, first, second):
        super().__init__(first)


def test_an_error_that_cannot_be_made_again_is_told_of(monkeypatch):
    # Libraries that were imported for other tests may know how to make any error again.
    monkeypatch.delitem(copyreg.dispatch_table, HalfError, raising=False)
    with pytest.raises(RuntimeError, match="HalfError"):
        Reading(lambda: raise_(HalfError("a", "b")), LIMITS).result()


def test_what_is_abandoned_ends():
    reading = Reading(lambda: time.sleep(600), LIMITS)
    reading.abandon()
    assert not reading._process.is_alive()


def test_the_terminals_interrupt_is_for_who_asked():
    assert Reading(lambda: signal.getsignal(signal.SIGINT), LIMITS).result() == signal.SIG_IGN
