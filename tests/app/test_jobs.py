from __future__ import annotations

import threading
import time

import pytest

from inspection_findings.app import jobs as jobs_module
from inspection_findings.app.extraction import CalledOffError
from inspection_findings.app.jobs import FullError, Jobs, State, Taken
from inspection_findings.app.limits import Limits
from inspection_findings.exceptions import DocumentError


class Gate:
    """Reads what it is let through; in place of a process."""

    opened = threading.Event()

    def __init__(self, limits):
        pass

    def read(self, data, name, off):
        while not self.opened.wait(0.01):
            if off.is_set():
                raise CalledOffError("called off")
        if data == b"bad":
            raise DocumentError("a damaged file")
        if data == b"worse":
            raise ZeroDivisionError
        return name

    def close(self):
        pass


@pytest.fixture
def jobs(monkeypatch):
    monkeypatch.setattr(Gate, "opened", threading.Event())
    monkeypatch.setattr(jobs_module, "Extractor", Gate)
    made = Jobs(lambda document, data: Taken(f"key of {document}"), Limits(letters=3, waiting=100))
    yield made
    Gate.opened.set()
    made.close()


def until(jobs, *states):
    last = time.monotonic() + 20
    while [job.state for job in jobs.list()] != list(states) and time.monotonic() < last:
        time.sleep(0.01)
    assert [job.state for job in jobs.list()] == list(states)


def test_letters_are_read_in_turn_and_one_that_fails_leaves_the_others(jobs):
    for name, data in (("a", b"x"), ("b", b"bad"), ("c", b"worse")):
        jobs.add(name, data)
    until(jobs, State.WAITING, State.WAITING, State.READING)
    Gate.opened.set()
    until(jobs, State.FAILED, State.FAILED, State.DONE)
    worse, bad, fine = jobs.list()
    assert (fine.key, bad.message) == ("key of a", "a damaged file")
    assert worse.message == "something went wrong: ZeroDivisionError"


def test_a_letter_is_called_off_while_it_waits_and_while_it_is_read(jobs):
    reading, waiting = jobs.add("a", b"x"), jobs.add("b", b"x")
    until(jobs, State.WAITING, State.READING)
    assert jobs.cancel(waiting.number)
    assert jobs.cancel(reading.number)
    until(jobs, State.CANCELLED, State.CANCELLED)
    assert not jobs.cancel(reading.number)
    assert not jobs.cancel(99)


def test_no_more_wait_than_can_be_held(jobs):
    with pytest.raises(FullError):
        jobs.add("a", b"x" * 101)
    for name in "abc":
        jobs.add(name, b"x")
    with pytest.raises(FullError):
        jobs.add("d", b"x")
    Gate.opened.set()
    until(jobs, State.DONE, State.DONE, State.DONE)
    jobs.add("d", b"x" * 100)


def test_what_is_finished_is_forgotten_on_request_and_in_time(jobs, monkeypatch):
    Gate.opened.set()
    jobs.refuse("too large", "larger than that")
    jobs.add("a", b"x")
    until(jobs, State.DONE, State.FAILED)
    jobs.clear()
    assert jobs.list() == []
    monkeypatch.setattr(jobs_module, "_KEPT", 2)
    for name in "abcd":
        jobs.refuse(name, "no")
    assert [job.name for job in jobs.list()] == ["d", "c"]


def test_the_bytes_of_a_letter_are_let_go(jobs):
    job = jobs.add("a", b"x" * 50)
    Gate.opened.set()
    until(jobs, State.DONE)
    assert job._data == b""
