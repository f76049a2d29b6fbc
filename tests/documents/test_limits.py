"""What a document may cost."""

from __future__ import annotations

import multiprocessing
import resource
import sys
from pathlib import Path

import pytest

import hostile_documents as hostile
import rendering
from inspection_findings.documents import read_bytes, read_document
from inspection_findings.documents.limits import USUAL, Limits, bound_this_process, is_bound
from inspection_findings.exceptions import TooLargeError


def test_size_is_bounded_to_the_byte(tmp_path):
    data = b"# Plans\n\nPlans are vague.\n"
    (tmp_path / "a.md").write_bytes(data)
    assert read_document(tmp_path / "a.md", limits=Limits(bytes=len(data))).text
    for read in (
        lambda limits: read_document(tmp_path / "a.md", limits=limits),
        lambda limits: read_bytes(data, name="a.md", limits=limits),
    ):
        with pytest.raises(TooLargeError, match="larger than 25 bytes: give --max-bytes"):
            read(Limits(bytes=len(data) - 1))


def test_pages_are_bounded():
    data = hostile.pdf_pages(3, hostile.LINE)
    assert read_bytes(data, name="a.pdf", limits=Limits(pages=3)).pages == 3
    with pytest.raises(TooLargeError, match="3 pages, more than 2: give --max-pages"):
        read_bytes(data, name="a.pdf", limits=Limits(pages=2))


def test_what_an_archive_unpacks_to_is_bounded():
    data = rendering.word(rendering.NORTHMERE)
    with pytest.raises(TooLargeError, match=r"unpacks to [0-9,]+ bytes, more than [0-9,]+: give --max-bytes"):
        read_bytes(data, name="a.docx", limits=Limits(bytes=len(data)))


def _limit_set(sender, limits):
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    bound_this_process(limits)
    sender.send((taken, resource.getrlimit(resource.RLIMIT_AS)[0], is_bound()))


@pytest.mark.skipif(sys.platform != "linux", reason="no such limits elsewhere")
def test_a_process_is_held_to_what_it_has_and_so_much_more():
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_limit_set, args=(sender, Limits(memory=100 << 20)))
    process.start()
    taken, soft, bound = receiver.recv()
    process.join()
    assert soft == taken + (100 << 20)
    assert bound
    assert not is_bound()


def test_a_report_is_far_below_what_is_usual():
    data = rendering.pdf(rendering.NORTHMERE)
    assert len(data) * 50 < USUAL.bytes
    assert read_bytes(data, name="a.pdf").pages * 100 < USUAL.pages
