"""What is no ordinary file: each gives one clear line, and never waits for ever."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

import hostile_documents as hostile
from inspection_findings.commands.app import app

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes and links are others there")


@pytest.fixture
def good(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text(hostile.LETTER)
    return tmp_path / "in"


def test_a_pipe_that_nobody_writes_to_is_given_up(classify, tmp_path):
    os.mkfifo(tmp_path / "a.pdf")
    done = classify("a.pdf", "--timeout", "0.3")
    assert done.code == 1
    assert done.errors == ["findings: a.pdf: a pipe that nothing came through in 0.3 seconds"]


def test_a_pipe_in_a_folder_is_passed_over(classify, good):
    os.mkfifo(good / "a.pdf")
    done = classify("in")
    assert (done.code, done.errors) == (0, [])
    assert done.documents == {"in/good.txt"}


def test_a_folder_named_as_a_document_is_searched(classify, good):
    (good / "x.pdf").mkdir()
    (good / "x.pdf" / "inner.txt").write_text(hostile.LETTER)
    assert classify("in").documents == {"in/good.txt", "in/x.pdf/inner.txt"}
    empty = good / "y.pdf"
    empty.mkdir()
    assert classify("in/y.pdf").errors == ["findings: in/y.pdf: no documents in this folder"]


def test_links_that_lead_in_a_circle_are_named_and_not_followed(classify, good):
    (good / "round.pdf").symlink_to("round.pdf")
    (good / "up").symlink_to("..", target_is_directory=True)
    done = classify("in")
    assert done.code == 1
    assert done.documents == {"in/good.txt"}
    [line] = done.errors
    assert line.startswith("findings: in/round.pdf: ")
    assert classify("in/round.pdf").code == 1


@contextmanager
def without_rights() -> Iterator[None]:
    """As somebody to whom files can be closed, which root is not."""
    if os.geteuid():
        yield
        return
    os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_what_may_not_be_read_is_named_and_the_rest_is_read(classify, monkeypatch):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        monkeypatch.chdir(folder)
        for name in ("good.txt", "kept.txt"):
            Path(name).write_text(hostile.LETTER)
        # What is imported late is imported here.
        assert classify("good.txt").code == 0
        Path("kept.txt").chmod(0)
        with without_rights():
            done = classify(folder)
            alone = classify("kept.txt")
    assert done.code == alone.code == 1
    assert done.documents == {f"{folder}/good.txt"}
    assert done.errors == [f"findings: {folder}/kept.txt: no permission to read it"]
    assert alone.errors == ["findings: kept.txt: no permission to read it"]


def test_a_name_of_two_lines_is_one_in_messages_and_whole_in_results(classify, good):
    (good / "a\nb.txt").write_text(hostile.LETTER)
    (good / "c\nfindings: error: d.pdf").write_bytes(b"%PDF-1.7 damaged")
    done = classify("in")
    assert done.documents == {"in/good.txt", "in/a\nb.txt"}
    [line] = done.errors
    assert line.startswith("findings: in/c findings: error: d.pdf: a damaged or cut-off PDF")


def test_a_name_in_no_encoding_is_shown(classify, good):
    with open(os.fsencode(good) + b"/caf\xe9.pdf", "wb") as stream:  # noqa: PTH123 - a name of bytes
        stream.write(b"damaged")
    [line] = classify("in").errors
    assert line.startswith("findings: in/caf\\udce9.pdf: ")


def test_a_file_that_grows_while_it_is_read_ends(classify, tmp_path):
    path, stop = tmp_path / "log.txt", threading.Event()
    path.write_text(hostile.LETTER)

    def grow():
        with path.open("a") as stream:
            while not stop.is_set():
                stream.write("Visits are late. " * 100 + "\n")
                stream.flush()
                time.sleep(0.001)

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        done = classify("log.txt", "--max-bytes", "2000000")
    finally:
        stop.set()
        writer.join()
    assert done.code == 0
    assert hostile.GOOD in done.text


def test_a_terminal_is_shown_no_control_characters(classify, tmp_path):
    for name in ("bidi.txt", "escapes.txt", "nul.txt"):
        (tmp_path / name).write_bytes(hostile.READ[name]())
        shown = CliRunner().invoke(app, ["classify", name, "--all"]).stdout
        assert hostile.GOOD[:-1] in shown
        assert not set(shown) & set("\x00\x07\x1b\u202e\u202c")
        assert "\N{REPLACEMENT CHARACTER}" in shown
