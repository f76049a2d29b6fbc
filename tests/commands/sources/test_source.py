"""One thing to read: what it must be, and what changes when its contents do."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
from pathlib import Path

import pytest

from inspection_findings.commands.sources.source import Source
from inspection_findings.documents.limits import Limits
from inspection_findings.exceptions import ChangedError, TooLargeError

TEXT = b"Caseloads are too high.\n"


@pytest.fixture
def letter(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_bytes(TEXT)
    return path


def test_a_stamp_changes_with_size_and_time_alone(letter):
    source = Source("letter", letter)
    stamp = source.stamp()
    state = letter.stat()
    assert stamp == source.stamp() == f"{len(TEXT)}-{state.st_mtime_ns}"
    os.utime(letter, ns=(0, state.st_mtime_ns + 1))
    assert source.stamp() != stamp
    letter.write_bytes(TEXT * 2)
    os.utime(letter, ns=(0, state.st_mtime_ns))
    assert source.stamp() != stamp


def test_what_is_read_once_has_neither_stamp_nor_digest_nor_place():
    source = Source("pipe", Path("pipe"), stream=io.BytesIO(TEXT))
    assert source.stamp() is source.sha256() is source.place is None


def test_of_what_is_not_there_a_stamp_says_so(tmp_path):
    with pytest.raises(FileNotFoundError):
        Source(str(tmp_path / "gone.txt")).stamp()


@pytest.mark.parametrize("origin", ["path", "name", "stream"])
def test_contents_are_held_to_their_digest_before_they_are_read(letter, origin):
    given = {"path": {"path": letter}, "name": {}, "stream": {"stream": io.BytesIO(TEXT)}}[origin]
    name = str(letter)
    right = Source(name, **given, digest=hashlib.sha256(TEXT).digest())
    assert right.read().text.strip() == TEXT.decode().strip()
    given = {"stream": io.BytesIO(TEXT)} if origin == "stream" else given
    with pytest.raises(ChangedError, match="SHA-256 is not the one that the list has"):
        Source(name, **given, digest=bytes(32)).read()


def test_what_is_too_large_is_told_of_as_that(letter):
    with pytest.raises(TooLargeError):
        Source(str(letter), digest=bytes(32), limits=Limits(bytes=3)).read()


def test_it_can_be_sent_to_another_process():
    source = Source("s3://letters/a.pdf", url="s3://letters/a.pdf", size=3, tag="3-x", digest=bytes(32))
    assert pickle.loads(pickle.dumps(source)) == source  # noqa: S301
