"""`findings progress`: reports, folders or a database in, and how it ends."""

from __future__ import annotations

import json
import webbrowser
from pathlib import Path

import pytest

from inspection_findings.overview.database import Database
from made_reports import made_report

LETTER = """\
# Inspection of {authority} children's services

Inspection dates: 4 to 8 March {year}

## The experiences and progress of children in care: {grade}

{said}

Partners share what they know without delay.
"""


def write(
    folder: Path, year: int | None, said: str, *, authority: str = "Fernshire", grade: str = "good"
) -> Path:
    text = LETTER.format(authority=authority, year=year, said=said, grade=grade)
    if year is None:
        text = text.replace("Inspection dates: 4 to 8 March None\n\n", "")
    path = folder / f"{authority.lower()}-{year}.md"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def letters(tmp_path):
    folder = tmp_path / "letters"
    folder.mkdir()
    write(folder, 2019, "Supervision is rare in all teams.", grade="inadequate")
    write(folder, 2024, "Supervision is rare in two teams.")
    return folder


@pytest.fixture
def stored(tmp_path):
    path = tmp_path / "findings.db"
    with Database.create(path) as database:
        database.add(made_report("Fernshire", 2019, precision=0.75))
        database.add(made_report("Fernshire", 2024, precision=0.75))
        database.add(made_report("Moorshire", 2024, precision=0.75))
    return path


def test_two_letters_in_any_order(run, letters):
    result = run("progress", letters / "fernshire-2024.md", letters / "fernshire-2019.md")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "ILACS, 8 March 2019 to ILACS, 8 March 2024" in result.stdout
    assert "Grades that changed: children in care inadequate to good" in result.stdout
    assert "Weaknesses that persist" in result.stdout


def test_a_folder_with_other_authorities_asks_for_one(run, letters):
    write(letters, 2022, "Plans are late.", authority="Moorshire")
    result = run("progress", letters)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "about 2 authorities (Fernshire, Moorshire): choose one with --authority" in result.stderr
    result = run("progress", letters, "--authority", "the city of fernshire", "--quotes", "0")
    assert result.exit_code == 0
    assert "2 reports about the city of fernshire" in result.stderr
    assert "Moorshire" not in result.stdout


def test_a_file_has_the_format_of_its_name(run, letters, tmp_path):
    assert run("progress", letters, "-o", "a.html").exit_code == 0
    assert "<title>Progress of Fernshire</title>" in (tmp_path / "a.html").read_text(encoding="utf-8")
    assert run("progress", letters, "-o", "a.json").exit_code == 0
    assert len(json.loads((tmp_path / "a.json").read_text())["steps"]) == 1
    assert json.loads(run("progress", letters, "--format", "json").stdout)["precision"] == 0.9
    assert run("progress", letters, "-o", "a.xlsx").exit_code == 2


def test_the_page_is_opened_where_asked(run, letters, monkeypatch, tmp_path):
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: opened.append(address) or True)
    assert run("progress", letters, "-o", "a.html", "--open").exit_code == 0
    assert opened == [(tmp_path / "a.html").as_uri()]
    for options in ([], ["-o", "a.json"], ["--format", "html"]):
        assert "--open is for a page" in run("progress", letters, "--open", *options).stderr


def test_a_precision_can_be_asked_for_or_switched_off(run, letters):
    def unsure(*options):
        record = json.loads(run("progress", letters, "--format", "json", *options).stdout)
        areas = record["steps"][0]["areas"]
        return record["precision"], next(area for area in areas if area["area"] == "overall")["now"]["unsure"]

    assert unsure("--precision", "none") == (None, 0)
    assert unsure("--precision", "0.9") == (0.9, 1)
    assert run("progress", letters, "--precision", "0.99").exit_code == 2


def test_a_database_has_its_findings(run, stored):
    result = run("progress", stored, "--authority", "Fernshire")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "unsure at precision 0.75" in result.stdout
    result = run("progress", stored, "--authority", "Fernshire", "--precision", "0.9")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "a database has its findings" in result.stderr
    assert "there is one" in run("progress", stored, "--authority", "Moorshire").stderr
    assert "choose one with --authority" in run("progress", stored).stderr


def test_the_same_report_is_taken_once(run, letters):
    (letters / "copy.md").write_bytes((letters / "fernshire-2019.md").read_bytes())
    result = run("progress", letters)
    assert result.exit_code == 0
    assert "the same as" in result.stderr
    assert "2019 to" in result.stdout
    assert result.stdout.count(" to ILACS") == 1


def test_what_cannot_be_read_is_named_and_the_others_are_compared(run, letters):
    (letters / "empty.pdf").write_bytes(b"")
    result = run("progress", letters)
    assert result.exit_code == 1
    assert "empty.pdf" in result.stderr
    assert "ILACS, 8 March 2019 to ILACS, 8 March 2024" in result.stdout
    result = run("progress", letters / "fernshire-2019.md", letters / "empty.pdf")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "too few reports are left to compare" in result.stderr


def test_news_is_no_report(run, letters):
    words = "Inspectors of Ofsted said that caseloads at Fernshire council are too high. "
    (letters / "news.txt").write_text(words * 4)
    result = run("progress", letters)
    assert result.exit_code == 0
    assert "news.txt: is news and no report, left out" in result.stderr
    assert "caseloads" not in result.stdout


@pytest.mark.parametrize("paths", [["nowhere"], ["letters/fernshire-2019.md"]])
def test_fewer_than_two_reports_are_a_mistake(run, letters, paths):
    result = run("progress", *paths)
    assert (result.exit_code, result.stdout) == (2, "")


def test_without_dates_the_order_is_the_callers(run, tmp_path):
    first = write(tmp_path, None, "Caseloads are low.", authority="Fernshire")
    second = write(tmp_path, 2019, "Supervision is rare.")
    text = run("progress", second, first, "--quotes", "0").stdout
    assert "ILACS, 8 March 2019 to ILACS, fernshire-None.md" in text
    assert "the reports stand in the order in which they were given" in " ".join(text.split())
