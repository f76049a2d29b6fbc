"""The process of a worker that works on documents."""

from __future__ import annotations

import os
import pickle
import signal
import time
from functools import partial

import pytest

from inspection_findings.commands.classification import Work
from inspection_findings.commands.distributed.child import Child
from inspection_findings.commands.inputs import Source
from inspection_findings.commands.sinks import KeptText
from inspection_findings.documents.limits import Limits
from inspection_findings.exceptions import CrashedError, TooSlowError
from inspection_findings.reporting.selection import Selection
from inspection_findings.reporting.writers import JsonLinesWriter


@pytest.fixture
def work(harmful):
    return Work(harmful, Selection(), partial(KeptText, JsonLinesWriter))


@pytest.fixture
def child(work):
    child = Child(pickle.dumps((work, Limits(seconds=1))))
    yield child
    child.end()


@pytest.fixture
def letter(tmp_path):
    def make(name):
        path = tmp_path / name
        path.write_text("# What needs to improve\n\nCaseloads are too high.\n")
        return Source(name, path, limits=Limits(seconds=2))

    return make


def test_it_gives_what_the_work_gives_document_by_document(child, work, letter):
    for name in ("a.md", "b.md"):
        part = pickle.loads(child.do(letter(name)))  # noqa: S301
        assert part.kept == work(letter(name)).kept
        assert part.summary == work(letter(name)).summary


@pytest.mark.parametrize(
    ("name", "error", "said"),
    [("crash.md", CrashedError, "with exit code 3"), ("hang.md", TooSlowError, "not read within 2 seconds")],
)
def test_it_ends_with_the_document_that_ends_it(child, letter, name, error, said):
    with pytest.raises(error, match=said):
        child.do(letter(name))
    assert not child.is_there()


def test_it_does_not_outlive_its_worker(child):
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        # What a worker is after SIGKILL: gone, without a word.
        os.close(read)
        os.write(write, str(Child(pickle.dumps((len, Limits())))._process.pid).encode())
        os.kill(os.getpid(), signal.SIGKILL)
    os.close(write)
    orphan = int(os.read(read, 20))
    os.close(read)
    os.waitpid(pid, 0)
    for _ in range(100):
        try:
            os.kill(orphan, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("it goes on")


def test_what_cannot_be_begun_is_an_error():
    with pytest.raises(OSError, match="could not be started"):
        Child(b"no pickle")
