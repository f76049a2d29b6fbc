"""Results appear whole or not at all."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from inspection_findings.commands.output import Output, OutputError, start_writeback, to_terminal


def write(path: Path, text: str) -> None:
    with Output(path, machine=True) as output:
        output.stream.write(text)


def contents(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_old_content_stands_until_the_end(tmp_path):
    path = tmp_path / "o.csv"
    path.write_text("before")
    with Output(path, machine=True) as output:
        output.stream.write("after")
        output.stream.flush()
        assert path.read_text() == "before"
    assert path.read_text() == "after"
    assert contents(tmp_path) == ["o.csv"]


def test_an_exception_leaves_everything_as_it_was(tmp_path):
    path = tmp_path / "o.csv"
    path.write_text("before")
    with pytest.raises(RuntimeError), Output(path, machine=True) as output:
        output.stream.write("after")
        raise RuntimeError
    assert path.read_text() == "before"
    assert contents(tmp_path) == ["o.csv"]


def test_discard_leaves_everything_as_it_was(tmp_path):
    with Output(tmp_path / "o.csv", machine=True) as output:
        output.stream.write("after")
        output.discard()
    assert contents(tmp_path) == []


def test_a_new_file_has_the_usual_permissions(tmp_path):
    before = os.umask(0o027)
    try:
        write(tmp_path / "o.csv", "x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "o.csv").stat().st_mode) == 0o640


def test_a_replaced_file_keeps_its_permissions(tmp_path):
    path = tmp_path / "o.csv"
    path.write_text("before")
    path.chmod(0o604)
    write(path, "after")
    assert stat.S_IMODE(path.stat().st_mode) == 0o604


def test_a_link_is_written_through(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "target")
    write(tmp_path / "link", "x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_text() == "x"


def test_a_pipe_is_written_and_not_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with ThreadPoolExecutor(1) as reader:
        received = reader.submit((tmp_path / "pipe").read_text)
        write(tmp_path / "pipe", "x")
        assert received.result(timeout=10) == "x"
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_a_clear_error():
    with pytest.raises(OutputError, match="cannot write /dev/full: No space left on device"):
        write(Path("/dev/full"), "x" * 100_000)


def test_an_error_while_writing_names_the_file(tmp_path):
    path = tmp_path / "o.csv"
    with pytest.raises(OutputError, match=r"o\.csv: No space left"), Output(path, machine=True):
        raise OSError(28, "No space left on device")
    assert contents(tmp_path) == []


@pytest.mark.parametrize("machine", [True, False])
def test_a_dash_is_standard_output(machine, capsys):
    with Output(Path("-"), machine=machine) as output:
        output.stream.write("x")
    assert capsys.readouterr().out == "x"


def test_lone_surrogates_become_escapes(tmp_path):
    write(tmp_path / "o.jsonl", '{"document": "bad\udcff.pdf"}')
    assert (tmp_path / "o.jsonl").read_bytes() == b'{"document": "bad\\udcff.pdf"}'


def test_a_folder_cannot_be_written(tmp_path):
    with pytest.raises(OutputError, match="it is a folder"):
        Output(tmp_path, machine=True)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(OutputError, match="nowhere does not exist"):
        Output(tmp_path / "nowhere" / "o.csv", machine=True)


def test_bytes_are_written_as_they_are(tmp_path):
    with Output(tmp_path / "o.xlsx", machine=True) as output:
        output.write_bytes(b"PK\x03\xff\n")
    assert (tmp_path / "o.xlsx").read_bytes() == b"PK\x03\xff\n"


def test_a_file_and_a_pipe_are_no_terminal(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert to_terminal(None)
    assert to_terminal(Path("-"))
    assert not to_terminal(tmp_path / "o.xlsx")
    monkeypatch.setattr("sys.stdout.isatty", lambda: False, raising=False)
    assert not to_terminal(None)


def test_what_goes_to_the_disk_early_is_there_in_the_end(tmp_path):
    with Output(tmp_path / "o.txt", machine=True) as output:
        for start in (0, 6):
            output.write_bytes(b"lines\n")
            start_writeback(output.stream, start, start + 6)
    assert (tmp_path / "o.txt").read_text() == "lines\nlines\n"


def test_a_pipe_has_nothing_that_goes_to_a_disk(capsys):
    with Output(None, machine=True) as output:
        output.stream.write("lines\n")
        start_writeback(output.stream, 0, 6)
    assert capsys.readouterr().out == "lines\n"
