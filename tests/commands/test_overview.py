"""`findings overview` with a model of four cue words: what is written, from what, and how it ends."""

from __future__ import annotations

import json
import shlex
import sqlite3
import webbrowser
from pathlib import Path

import openpyxl
import pytest
from pyarrow import parquet

from inspection_findings.commands import gathering
from inspection_findings.commands.parallel import PARALLEL_FROM
from inspection_findings.overview.database import Database


@pytest.fixture
def folder(tmp_path, letter):
    """Two letters, one of them twice, and a file that is none."""
    letters = tmp_path / "letters"
    letters.mkdir()
    (letters / "a.md").write_text(letter.read_text())
    (letters / "b.md").write_text(letter.read_text().replace("Fernshire", "Leeds City Council"))
    (letters / "c.md").write_text(letter.read_text())
    return letters


def authorities(name: str) -> list[str | None]:
    with Database.open(Path(name)) as database:
        return [report.authority for report in database.reports()]


def test_without_a_name_it_writes_a_page_and_says_where(run, folder, tmp_path):
    result = run("overview", folder)
    assert result.exit_code == 0, result.stderr
    assert "2 inspection reports of 2 authorities" in (tmp_path / "overview.html").read_text()
    assert "findings: wrote overview.html\n" in result.stderr
    assert f"findings: {folder / 'c.md'}: the same as {folder / 'a.md'}, taken once\n" in result.stderr
    assert "2 documents, 10 sentences, 4 findings at precision 0.9 or better" in result.stderr
    assert result.stdout == ""


def test_the_page_that_it_wrote_is_not_read_the_next_time(run, folder):
    for _ in range(2):
        result = run("overview", folder, "-o", folder / "overview.html")
        assert "2 documents" in result.stderr


def test_the_page_is_opened_where_asked(run, folder, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(webbrowser, "open", lambda address: opened.append(address) or True)
    assert run("overview", folder, "-o", "a.db", "-o", "a.html", "--open").exit_code == 0
    assert opened == [(tmp_path / "a.html").as_uri()]


def test_the_suffix_says_what_is_written_and_several_may_be(run, folder, tmp_path):
    names = ["view.html", "all.xlsx", "all.parquet", "all.db"]
    result = run("overview", folder, "--quiet", *(part for name in names for part in ("-o", name)))
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Leeds" in (tmp_path / "view.html").read_text()
    assert openpyxl.load_workbook(tmp_path / "all.xlsx", read_only=True).sheetnames[0] == "Overview"
    assert parquet.read_table(tmp_path / "all.parquet")["authority"][0].as_py() == "Fernshire"
    assert authorities("all.db") == ["Fernshire", "Leeds"]


def test_a_format_names_what_the_name_does_not(run, folder, tmp_path):
    assert run("overview", folder, "--format", "sqlite", "-q").exit_code == 0
    assert authorities("findings.db") == ["Fernshire", "Leeds"]
    assert run("overview", folder, "--format", "html", "-o", "page.txt", "-q").exit_code == 0
    assert (tmp_path / "page.txt").read_text().startswith("<!doctype html>")


def test_a_page_comes_from_the_database_without_the_reports(run, folder, tmp_path, monkeypatch):
    run("overview", folder, "-o", "findings.db", "-o", "first.html")
    for each in folder.iterdir():
        each.unlink()
    monkeypatch.setattr(gathering, "parts_of", lambda *_, **__: pytest.fail("read again"))
    result = run("overview", "findings.db", "-o", "second.html", "-o", "copy.sqlite")
    assert result.exit_code == 0, result.stderr
    assert "Leeds" in (tmp_path / "second.html").read_text()
    assert authorities("copy.sqlite") == ["Fernshire", "Leeds"]


def test_reports_are_added_to_a_database_and_keep_its_precision(run, folder, letter):
    run("overview", folder / "a.md", "-o", "findings.db", "--precision", "0.7")
    result = run("overview", "findings.db", folder, "-o", "findings.db")
    assert result.exit_code == 0, result.stderr
    assert authorities("findings.db") == ["Fernshire", "Leeds"]
    with Database.open(Path("findings.db")) as database:
        assert database.about()["precision"] == "0.7"
    result = run("overview", "findings.db", folder, "-o", "findings.db", "--precision", "0.8")
    assert result.exit_code == 2
    assert "the database was made with precision 0.7, not 0.8" in result.stderr


def test_the_line_for_datasette_names_files_that_are_there(run, folder, tmp_path):
    result = run("overview", folder, "-o", "all findings.db")
    [line] = [line for line in result.stderr.splitlines() if "Datasette: " in line]
    command = shlex.split(line.partition("Datasette: ")[2])
    assert command[:4] == ["datasette", "all findings.db", "-m", "all findings.metadata.json"]
    metadata = json.loads((tmp_path / command[3]).read_text())
    assert list(metadata["databases"]) == ["all findings"]


@pytest.mark.parametrize(
    ("precision", "unsure"), [((), 3), (("--precision", "0.8"), 2), (("--precision", "none"), 0)]
)
def test_findings_below_the_precision_are_unsure(run, letter, precision, unsure):
    assert run("overview", letter, "-o", "a.db", *precision).exit_code == 0
    with sqlite3.connect("a.db") as connection:
        [number] = connection.execute("SELECT count(*) FROM finding WHERE unsure").fetchone()
        [marked] = connection.execute("SELECT count(*) FROM finding WHERE unsure IS NOT NULL").fetchone()
    assert number == unsure
    assert marked == (0 if "none" in precision else 5)


def test_several_processes_write_what_one_does(run, folder, letter):
    for number in range(PARALLEL_FROM):
        (folder / f"{number:02}.md").write_text(f"{letter.read_text()}\nPlans number {number} came late.\n")
    (folder / "05.pdf").write_bytes(b"not a PDF")
    results = [run("overview", folder, "--jobs", jobs, "-o", f"{jobs}.db") for jobs in ("1", "3")]
    assert [result.exit_code for result in results] == [1, 1]
    alone, together = (result.stderr.splitlines()[:-1] for result in results)
    assert alone == together
    dumps = []
    for jobs in ("1", "3"):
        with sqlite3.connect(f"{jobs}.db") as connection:
            dumps.append(list(connection.iterdump()))
    assert dumps[0] == dumps[1]
    assert len(dumps[0]) > 200


class TestEndings:
    def test_what_fails_is_named_and_the_others_are_written(self, run, folder):
        (folder / "d.pdf").write_bytes(b"not a PDF")
        result = run("overview", folder, "missing.pdf", "-o", "a.db")
        assert result.exit_code == 1
        assert "d.pdf: named .pdf but does not hold" in result.stderr
        assert "missing.pdf: no such file or folder" in result.stderr
        assert "2 could not be read" in result.stderr
        assert authorities("a.db") == ["Fernshire", "Leeds"]

    def test_when_all_fail_nothing_is_written(self, run, tmp_path):
        (tmp_path / "d.pdf").write_bytes(b"not a PDF")
        (tmp_path / "overview.html").write_text("before")
        assert run("overview", "d.pdf", "-o", "overview.html", "-o", "a.db").exit_code == 1
        assert sorted(each.name for each in tmp_path.iterdir()) == ["d.pdf", "overview.html"]
        assert (tmp_path / "overview.html").read_text() == "before"

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["missing/"], "missing: no such file or folder"),
            (["a.md", "-o", "a.csv"], "csv is not written here; end the name in one of .html, "),
            (["a.md", "-o", "overview"], "end the name in .html, .xlsx, .db or .parquet"),
            (["a.md", "-o", "none/a.html"], "there is no folder none"),
            (["a.md", "-o", "b.db", "--open"], "--open is for a page: give --output a name in .html"),
            (["a.md", "-f", "html", "-o", "a", "-o", "b"], "--format is for one file"),
            (["a.md", "--precision", "90"], "--precision: 90 is not between 0 and 1; give 0.9 for 90%"),
            (["a.md", "--precision", "0.99"], "the model can promise 0.95 at most"),
            (["a.db", "a.db2"], "one database can be looked at in one run"),
            (["a.db", "--precision", "0.8"], "are for reading reports"),
            (["a.db"], "a.db: is no database of reports"),
            (["a.md", "-f", "html", "-o", "./a.md"], "--output a.md: is a report that is to be read"),
        ],
    )
    def test_nothing_is_done_where_it_cannot_be(self, run, letter, tmp_path, arguments, message):
        letter.rename(tmp_path / "a.md")
        for name in ("a.db", "a.db2"):
            with sqlite3.connect(name) as connection:
                connection.execute("CREATE TABLE other (id)")
        result = run("overview", *arguments)
        assert result.exit_code == 2
        assert message in result.stderr
        assert len(result.stderr.splitlines()) == 1
        assert {each.name for each in tmp_path.iterdir()} == {"a.md", "a.db", "a.db2"}
