"""`findings search`: a database asked from the command line."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from io import StringIO

import pytest

from inspection_findings.overview.database import Database
from made_reports import made_report


@pytest.fixture
def stored(tmp_path):
    """In the folder that the command runs in, under its usual name."""
    with Database.create(tmp_path / "findings.db") as database:
        for year in (2019, 2024):
            database.add(made_report("Fernshire", year))
        database.add(made_report("Moorshire", 2022, findings={"Supervision": [("oversight:strength", 0.8)]}))


def test_words_of_one_or_several_arguments(run, stored):
    result = run("search", "supervision reflects", "--polarity", "weakness")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.count("Fernshire, ILACS") == 2
    assert "Moorshire" not in result.stdout
    assert run("search", "supervision", "reflects", "-p", "weakness").stdout == result.stdout


@pytest.mark.parametrize(
    ("options", "dates"),
    [
        (["--authority", "fernshire"], ["2019-03-08", "2024-03-08"]),
        (["--since", "2020"], ["2022-03-08", "2024-03-08"]),
        (["--until", "2021"], ["2019-03-08"]),
        (["--domain", "workforce", "--since", "2020"], ["2024-03-08"]),
        (["--framework", "sif"], []),
        (["--polarity", "strength"], ["2022-03-08"]),
    ],
)
def test_filters(run, stored, options, dates):
    lines = run("search", "supervision", *options, "--format", "jsonl").stdout.splitlines()
    assert sorted(json.loads(line)["date"] for line in lines) == dates


def test_the_same_hits_in_every_format(run, stored, tmp_path):
    rows = list(csv.DictReader(StringIO(run("search", "supervision", "-f", "csv").stdout)))
    records = json.loads(run("search", "supervision", "-f", "json").stdout)
    assert [*rows[0]] == [*records[0]]
    assert [row["document"] for row in rows] == [record["document"] for record in records]
    assert len(rows) == 3
    assert run("search", "supervision", "-o", "hits.csv", "--bom").exit_code == 0
    text = (tmp_path / "hits.csv").read_text(encoding="utf-8")
    assert text.startswith("\ufeff")
    assert list(csv.DictReader(StringIO(text.removeprefix("\ufeff")))) == rows
    assert run("search", "supervision", "--bom").exit_code == 2


def test_more_hits_than_are_shown_are_pointed_out(run, stored):
    result = run("search", "supervision", "--limit", "1")
    assert result.stdout.count("oversight 80%") == 1
    assert result.stderr == "findings: shown are the best 1; --limit shows more\n"


def test_nothing_found_is_no_mistake(run, stored):
    result = run("search", "zebras")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "findings: nothing found: try other words, or fewer options\n"
    assert run("search", "zebras", "--quiet").stderr == ""
    assert json.loads(run("search", "zebras", "--format", "json").stdout) == []


def test_what_was_put_right(run, stored):
    assert run("search", "supervision", "--put-right", "-q").stdout == ""
    result = run("search", "supervision", "--put-right", "--polarity", "strength")
    assert result.exit_code == 2
    assert "--put-right is of weaknesses" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["x", "--in", "other.db"], "other.db: no such file: make one with findings overview"),
        (["x", "--in", "letter.md"], "letter.md: is no database of reports"),
        (["*"], "there is no word to look for"),
        (["x", "--authority", "Moreshire"], "did you mean Moorshire"),
        (["x", "-o", "hits.xlsx"], "xlsx is not written here"),
    ],
)
def test_mistakes_are_one_line_that_helps(run, stored, tmp_path, arguments, message):
    (tmp_path / "letter.md").write_text("# Letter\n" * 20)
    result = run("search", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_damaged_database_is_one_line_that_helps(run, stored, tmp_path):
    with closing(sqlite3.connect(tmp_path / "findings.db")) as connection, connection:
        connection.execute("UPDATE finding SET polarity = 'both'")
    result = run("search", "supervision", "--output", "hits.json")
    assert result.exit_code == 2
    assert result.stderr == (
        "findings: error: findings.db: is damaged (polarity of row 1 of finding: 'both'): "
        "make it again from the reports\n"
    )
    assert not (tmp_path / "hits.json").exists()
