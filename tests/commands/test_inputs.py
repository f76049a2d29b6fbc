"""What paths stand for, and how one failure is kept from the others."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from inspection_findings.commands.console import Messages
from inspection_findings.commands.inputs import Source, attempt, reason, resolve
from inspection_findings.exceptions import FindingsError, NoTextError


def names(paths: list[Path], **options: bool) -> list[str]:
    options = {"accept_lines": True} | options
    return [Path(source.name).name for source in resolve(paths, Messages(), **options).sources]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "deep").mkdir()
    for name in ("b.pdf", "a.docx", "deep/c.html", "notes.xyz", "sentences.jsonl"):
        (tmp_path / name).write_text("x")
    return tmp_path


def test_a_folder_gives_its_documents_to_any_depth_and_no_json_lines(folder):
    assert names([folder]) == ["a.docx", "b.pdf", "c.html"]


def test_files_of_other_kinds_in_a_folder_are_told_of_in_one_remark(folder, capsys):
    (folder / "deep" / "Makefile").write_text("x")
    (folder / "deep" / "B.XYZ").write_text("x")
    resolve([folder, folder / "b.pdf"], Messages(), accept_lines=False)
    assert capsys.readouterr().err == (
        f"findings: {folder}: 4 files of other kinds passed over: .jsonl, .xyz, no suffix\n"
    )
    resolve([folder], Messages(quiet=True), accept_lines=False)
    assert capsys.readouterr().err == ""


def test_of_many_other_kinds_the_first_are_named(tmp_path, capsys):
    for name in "abcdefghijk":
        (tmp_path / f"x.{name}").write_text("x")
    resolve([tmp_path], Messages(), accept_lines=False)
    failure, remark = capsys.readouterr().err.splitlines()
    assert failure.endswith("no documents in this folder")
    assert remark.endswith("11 files of other kinds passed over: .a, .b, .c, .d, .e, .f, .g, .h, ...")


def test_a_folder_of_documents_alone_is_not_remarked_on(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("x")
    resolve([tmp_path], Messages(), accept_lines=True)
    assert capsys.readouterr().err == ""


def test_a_named_file_is_taken_whatever_its_suffix(folder):
    assert names([folder / "notes.xyz"]) == ["notes.xyz"]


def test_order_is_as_given_and_repeats_are_dropped(folder):
    assert names([folder / "b.pdf", folder, folder / "deep" / ".." / "a.docx"]) == [
        "b.pdf",
        "a.docx",
        "c.html",
    ]


def test_a_link_to_a_file_that_was_given_is_a_repeat(folder):
    (folder / "z.pdf").symlink_to(folder / "b.pdf")
    assert names([folder / "z.pdf", folder / "b.pdf"]) == ["z.pdf"]


def test_json_lines_are_told_by_suffix_where_they_are_accepted(folder):
    path = folder / "sentences.jsonl"
    assert resolve([path], Messages(), accept_lines=True).hold_lines
    assert not resolve([path], Messages(), accept_lines=False).hold_lines


def test_documents_and_json_lines_do_not_mix(folder):
    with pytest.raises(FindingsError, match="cannot be mixed"):
        resolve([folder / "a.docx", folder / "sentences.jsonl"], Messages(), accept_lines=True)


def test_paths_that_lead_nowhere_are_counted_and_reported(folder, capsys):
    (folder / "loop").symlink_to(folder / "loop")
    inputs = resolve([folder / "gone", folder / "loop", folder / "b.pdf"], Messages(), accept_lines=True)
    assert inputs.failures == 2
    assert len(inputs.sources) == 1
    lost, loop = capsys.readouterr().err.splitlines()
    assert lost == f"findings: {folder / 'gone'}: no such file or folder"
    assert loop.startswith(f"findings: {folder / 'loop'}: Too many levels")


class TestAttempt:
    def test_gives_what_the_work_gives(self, capsys):
        assert attempt("a", lambda: 5, Messages()) == 5
        assert capsys.readouterr().err == ""

    @pytest.mark.parametrize(
        ("error", "message"),
        [
            (NoTextError("no text layer: needs OCR"), "no text layer: needs OCR"),
            (PermissionError(13, "Permission denied"), "no permission to read it"),
            (IsADirectoryError(21, "Is a directory"), "is a folder"),
            (OSError(5, "Input/output error"), "Input/output error"),
            (RecursionError("too deep"), "could not be read: RecursionError: too deep"),
            (MemoryError(), "reading it takes more memory than is allowed"),
        ],
    )
    def test_reports_any_failure_on_one_line(self, error, message, capsys):
        def work():
            raise error

        assert attempt("a.pdf", work, Messages()) is None
        assert capsys.readouterr().err == f"findings: a.pdf: {message}\n"

    def test_lets_an_interruption_through(self):
        def work():
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            attempt("a.pdf", work, Messages())


def test_reason_falls_back_on_the_error_itself():
    assert reason(OSError("odd")) == "odd"
    assert reason(FileNotFoundError(2, os.strerror(2))) == "no such file or folder"


def test_a_first_line_that_is_longer_than_the_look_into_it_stays_whole(tmp_path):
    raw = b'{"id": 1, "text": "' + b"x" * 200_000 + b'"}\n'
    source = Source("s", holds_lines=True, stream=io.BytesIO(raw[65_536:] + b"{}\n"), head=(raw[:65_536],))
    assert list(source.lines()) == [raw, b"{}\n"]


def test_a_stream_of_which_nothing_was_taken_is_read_whole():
    assert list(Source("s", stream=io.BytesIO(b"a\nb")).lines()) == [b"a\n", b"b"]
