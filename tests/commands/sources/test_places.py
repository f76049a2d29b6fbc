"""Patterns, which a shell that expands none leaves to the command."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in (
        "a.pdf",
        "b.pdf",
        "deep/er/c.pdf",
        "deep/d.docx",
        "deep/notes.xyz",
        "deep/.h.pdf",
        "~$b.docx",
    ):
        place = tmp_path / "reports" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("x")
    return tmp_path / "reports"


def names(inputs) -> list[str]:
    return [Path(source.name).as_posix() for source in inputs.sources]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("reports/*.pdf", ["a.pdf", "b.pdf"]),
        ("reports/**/*.pdf", ["a.pdf", "b.pdf", "deep/er/c.pdf"]),
        ("reports/[bz].pdf", ["b.pdf"]),
        ("reports/?.pdf", ["a.pdf", "b.pdf"]),
        ("reports/**", ["a.pdf", "b.pdf", "deep/d.docx", "deep/er/c.pdf"]),
        ("rep*/deep/*", ["deep/d.docx"]),
    ],
)
def test_of_what_a_pattern_matches_documents_are_taken(folder, look, pattern, found):
    assert names(look(pattern)) == [f"reports/{name}" for name in found]


def test_a_pattern_that_matches_nothing_is_told_of(folder, look, capsys):
    inputs = look("reports/*.html", "reports/deep/*.xyz", "reports/a.pdf")
    assert (names(inputs), inputs.failures, inputs.unreadable) == (["reports/a.pdf"], 2, 0)
    assert capsys.readouterr().err.splitlines() == [
        "findings: reports/*.html: no document matches this pattern",
        "findings: reports/deep/*.xyz: no document matches this pattern",
    ]


def test_a_file_of_that_name_is_no_pattern(folder, look):
    (folder / "[b].pdf").write_text("x")
    assert names(look("reports/[b].pdf")) == ["reports/[b].pdf"]


def test_what_a_pattern_and_a_path_both_give_is_taken_once(folder, look):
    assert names(look("reports/b.pdf", "reports/*.pdf", "reports")) == [
        "reports/b.pdf", "reports/a.pdf", "reports/deep/d.docx", "reports/deep/er/c.pdf",
    ]  # fmt: skip
