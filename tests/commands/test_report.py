"""`findings report`: where pages are written, what is said, and how it ends."""

from __future__ import annotations

import os
import webbrowser
from pathlib import Path

import pytest

from inspection_findings.commands.parallel import PARALLEL_FROM
from inspection_findings.documents import read_document


@pytest.fixture
def report(run):
    """Run the command without explanations, which the cue model has none of."""
    return lambda *arguments, **options: run("report", "--no-explain", *arguments, **options)


def test_a_page_beside_where_the_command_runs(report, letter, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    os.chdir(tmp_path / "elsewhere")
    result = report(letter)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "findings: the page is fernshire.html\n"
    page = (tmp_path / "elsewhere" / "fernshire.html").read_text(encoding="utf-8")
    assert "<title>Fernshire: findings</title>" in page
    assert "Speaks for it" not in page


def test_a_page_says_why_with_the_shipped_model(letter, tmp_path, monkeypatch):
    from typer.testing import CliRunner

    from inspection_findings.commands.app import app

    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["report", str(letter), "-o", "a.html"])
    assert result.exit_code == 0, result.stderr
    assert "Speaks for it" in Path("a.html").read_text(encoding="utf-8")


def test_a_named_page_takes_the_place_of_what_was_there(report, letter, tmp_path):
    (tmp_path / "a.html").write_text("before")
    assert report(letter, "--output", "a.html", "--quiet").stderr == ""
    assert "Fernshire" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_a_page_named_after_its_document_takes_the_place_of_nothing_else(report, letter, tmp_path):
    words = "<p>Caseloads are low in the teams that were seen.</p>" * 9
    saved = f"<html><body><main>{words}</main></body></html>"
    (tmp_path / "fernshire.html").write_text(saved)
    for document in (letter, letter, "fernshire.html"):
        assert report(document).stderr == "findings: the page is fernshire-2.html\n"
    assert (tmp_path / "fernshire.html").read_text() == saved


def test_the_document_itself_is_never_written_over(report, tmp_path):
    path = tmp_path / "letter.html"
    path.write_text("<p>Caseloads are low.</p>")
    result = report("letter.html", "-o", "./letter.html")
    assert result.exit_code == 2
    assert "that is the document itself" in result.stderr
    assert path.read_text() == "<p>Caseloads are low.</p>"


def test_standard_input_has_a_page(report, letter, tmp_path):
    assert report("-", stdin=letter.read_bytes()).stderr == "findings: the page is report.html\n"


@pytest.fixture
def folder(tmp_path, letter):
    """Three letters, two of one name, and a file that is none."""
    many = tmp_path / "many"
    (many / "old").mkdir(parents=True)
    for place in (many / "a.md", many / "b.md", many / "old" / "a.md"):
        place.write_text(letter.read_text(encoding="utf-8"), encoding="utf-8")
    (many / "c.pdf").write_bytes(b"not a PDF")
    return many


def test_a_folder_gives_a_page_a_document(report, folder, tmp_path):
    result = report(folder, "--output", "pages/2024/")
    assert result.exit_code == 1
    first, *_, last = result.stderr.splitlines()
    assert "c.pdf: named .pdf but does not hold" in first
    assert last == f"findings: 3 pages in {Path('pages/2024')}"
    written = sorted(each.name for each in (tmp_path / "pages" / "2024").iterdir())
    assert written == ["a-2.html", "a.html", "b.html"]
    report(folder, "--output", "pages/2024")
    assert sorted(each.name for each in (tmp_path / "pages" / "2024").iterdir()) == written


def test_processes_write_what_one_does(report, letter, tmp_path):
    (tmp_path / "many").mkdir()
    for number in range(PARALLEL_FROM):
        (tmp_path / "many" / f"{number}.md").write_text(
            letter.read_text() + f"\nPlans number {number} came late.\n"
        )
    for jobs in ("1", "2"):
        assert report("many", "-o", f"{jobs}/", "--jobs", jobs).exit_code == 0
    alone, together = (
        {each.name: each.read_bytes() for each in (tmp_path / jobs).iterdir()} for jobs in ("1", "2")
    )
    assert len(alone) == PARALLEL_FROM
    assert alone == together


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("a.md", "b.md"), "there are 2 documents, and a page holds one: name a folder for them"),
        (("a.md", "b.md", "-o", "x.html"), "--output x.html: there are 2 documents"),
        (("a.md", "-o", "x.pdf"), "--output x.pdf: a page's name ends in .html"),
        (("a.md", "-o", "pages"), "--output pages: a page's name ends in .html; a folder's ends in /"),
        (("a.md", "-o", "none/x.html"), "cannot write none/x.html: the folder none does not exist"),
        (("a.md", "-o", "b.md/x/"), "cannot write in b.md/x: Not a directory"),
        (("a.md", "--precision", "0.99"), "--precision 0.99: the model can promise 0.95 at most"),
        (("a.md", "--jobs", "0"), "--jobs 0"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_read(report, tmp_path, arguments, said):
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("Caseloads are low.\n")
    result = report(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.md", "b.md"]


def test_nothing_there_and_nothing_readable_end_as_with_classify(report, tmp_path):
    assert report("none.pdf").exit_code == 2
    (tmp_path / "bad.pdf").write_bytes(b"not a PDF")
    assert report("bad.pdf").exit_code == 1
    assert [each.name for each in tmp_path.iterdir()] == ["bad.pdf"]


def test_a_document_without_sentences_has_a_page_and_a_warning(report, tmp_path):
    (tmp_path / "dash.txt").write_text("-\n")
    result = report("dash.txt")
    assert result.exit_code == 0
    assert result.stderr.startswith("findings: warning: dash.txt: no sentences found in it\n")
    assert "No text was found" in (tmp_path / "dash.html").read_text(encoding="utf-8")


def test_findings_are_unsure_as_asked(report, letter, tmp_path):
    def unsure(*options: str) -> int:
        assert report(letter, "-o", "a.html", *options).exit_code == 0
        return (tmp_path / "a.html").read_text(encoding="utf-8").count("data-unsure")

    assert unsure("--precision", "none") == 0
    assert 0 < unsure("--precision", "0.8") < unsure()


def test_it_is_opened_where_asked(report, letter, monkeypatch, tmp_path):
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: opened.append(address) or True)
    report(letter)
    assert opened == []
    report(letter, "--open")
    assert opened == [(tmp_path / "fernshire.html").as_uri()]
    monkeypatch.setattr(webbrowser, "open", lambda address: False)
    assert "no browser could be opened: open fernshire.html yourself" in report(letter, "--open").stderr


def test_a_full_disk_leaves_what_was_there(report, letter, monkeypatch, tmp_path):
    (tmp_path / "a.html").write_text("before")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = report(letter, "-o", "a.html")
    assert result.exit_code == 2
    assert result.stderr.endswith("cannot write a.html: No space left on device\n")
    assert [(tmp_path / "a.html").read_text(), len(list(tmp_path.glob("*a.html*")))] == ["before", 1]


def test_the_page_holds_every_sentence(report, letter, tmp_path):
    report(letter)
    page = (tmp_path / "fernshire.html").read_text(encoding="utf-8")
    assert [each.text for each in read_document(letter).sentences() if each.text not in page] == []
