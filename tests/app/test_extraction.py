from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from inspection_findings.app.extraction import CalledOffError, Extractor
from inspection_findings.documents import read_bytes
from inspection_findings.documents.limits import Limits
from inspection_findings.exceptions import DocumentError, TooSlowError
from made_letters import letter_of

NEVER = threading.Event()


@pytest.fixture(scope="module")
def extractor():
    extractor = Extractor(Limits())
    yield extractor
    extractor.close()


def test_a_letter_comes_back_as_it_would_be_read_here(extractor):
    data = letter_of("Fernshire")
    assert extractor.read(data, "fernshire.md", NEVER) == read_bytes(data, name="fernshire.md")


def test_what_cannot_be_read_says_why_and_others_go_on(extractor):
    with pytest.raises(DocumentError, match="cut-off PDF"):
        extractor.read(b"%PDF-1.4 and no more", "a.pdf", NEVER)
    with pytest.raises(DocumentError, match="empty"):
        extractor.read(b"", "a.pdf", NEVER)
    with pytest.raises(DocumentError, match="no sentences"):
        extractor.read(b"# A heading\n", "a.md", NEVER)
    assert extractor.read(letter_of("Calder"), "a.md", NEVER).metadata.authority == "Calder"


def test_a_process_that_dies_takes_one_letter_along(extractor):
    extractor.read(letter_of("Calder"), "a.md", NEVER)
    os.kill(extractor._process.pid, signal.SIGKILL)
    extractor._process.join()
    assert extractor.read(letter_of("Calder"), "a.md", NEVER).metadata.authority == "Calder"


def test_a_letter_is_called_off_or_given_up():
    off = threading.Event()
    off.set()
    extractor = Extractor(Limits())
    with pytest.raises(CalledOffError):
        # The process has not even begun by then.
        extractor.read(letter_of("Calder"), "a.md", off)
    assert extractor._process is None
    hasty = Extractor(Limits(seconds=0))
    with pytest.raises(TooSlowError, match="not read within 0 seconds"):
        hasty.read(letter_of("Calder"), "a.md", NEVER)
    assert hasty._process is None


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="memory is held to a bound on Linux alone")
def test_more_memory_than_a_letter_should_take_is_refused():
    extractor = Extractor(Limits(memory=32 << 20))
    try:
        with pytest.raises(DocumentError, match=r"memory|too large"):
            extractor.read(b"# A\n\n" + b"Plans are vague. " * (2 << 20), "a.md", NEVER)
    finally:
        extractor.close()


def test_what_is_too_large_says_so_without_the_options_of_a_command():
    extractor = Extractor(Limits(bytes=10))
    with pytest.raises(DocumentError, match=r"^larger than 10 bytes$"):
        extractor.read(b"Plans are vague.", "a.md", NEVER)
    extractor.close()
