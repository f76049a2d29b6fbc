"""A database that is damaged is said to be, whatever it breaks; nothing else is."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing

import pytest

from fuzz.databases import ask_all
from inspection_findings.overview.database import Database, OverviewError
from inspection_findings.overview.soundness import fault_of

PLANTED = {
    "UPDATE finding SET domain = 'weather' WHERE id = 1": "belongs to no domain",
    "UPDATE finding SET polarity = 'both' WHERE id = 2": "polarity of row 2 of finding: 'both'",
    "UPDATE sentence SET section = 'attic' WHERE id = 3": "section of row 3 of sentence: 'attic'",
    "UPDATE report SET framework = 'none' WHERE id = 1": "framework of row 1 of report: 'none'",
    "UPDATE grade SET grade = 'fair' WHERE report_id = 1": "grade of row 1 of grade: 'fair'",
    "UPDATE report SET date = '2024-02-30' WHERE id = 1": "date of row 1 of report: '2024-02-30'",
    "UPDATE report SET pages = 'many' WHERE id = 1": "pages of row 1 of report: 'many'",
    "UPDATE finding SET confidence = 'high' WHERE id = 1": "confidence of row 1 of finding: 'high'",
    "DELETE FROM report WHERE id = 1": "belongs to no report",
    "ALTER TABLE report RENAME COLUMN lead_inspector TO Lead_inspector": "report has other columns",
    "DROP TABLE grade": "no such table: grade",
}


@pytest.fixture
def copy(database_file, tmp_path):
    return shutil.copy(database_file, tmp_path / "copy.db")


def test_a_sound_database_has_no_fault(copy):
    with Database.open(copy) as database:
        assert fault_of(database.connection) is None
    ask_all(copy)


@pytest.mark.parametrize("planted", PLANTED)
def test_what_is_wrong_is_named(planted, copy):
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute(planted)
    with closing(sqlite3.connect(copy)) as connection:
        assert PLANTED[planted] in str(fault_of(connection))


@pytest.mark.parametrize("planted", list(PLANTED)[:2])
def test_a_finding_that_is_none_is_refused_as_damage(planted, copy):
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute(planted)
    with pytest.raises(OverviewError, match=r"copy\.db: is damaged \(.+\): make it again from the reports"):
        ask_all(copy)


@pytest.mark.parametrize(
    "planted",
    [
        "UPDATE about SET value = 'long ago' WHERE key = 'made'",
        "DELETE FROM about WHERE key = 'tool'",
        "INSERT INTO about VALUES ('precision', 'high') ON CONFLICT DO UPDATE SET value = excluded.value",
        "UPDATE about SET key = CAST('made' AS BLOB) WHERE key = 'made'",
    ],
)
def test_what_it_says_of_itself_has_to_be_there(planted, copy):
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute(planted)
    with pytest.raises(OverviewError, match="damaged"), Database.open(copy):
        pass


def test_a_file_that_is_damaged_anywhere_is_refused_or_understood(copy):
    draws = random.Random(8)  # noqa: S311 - any damage will do
    sound, refused = copy.read_bytes(), 0
    for _ in range(80):
        upset = bytearray(sound)
        for _ in range(draws.choice([1, 4, 30])):
            upset[draws.randrange(len(upset))] = draws.randrange(256)
        copy.write_bytes(upset if draws.random() < 0.8 else upset[: draws.randrange(len(upset))])
        try:
            ask_all(copy)
        except OverviewError:
            refused += 1
    assert refused > 20


def test_a_mistake_of_ours_is_not_called_damage(copy):
    with pytest.raises(ValueError, match="ours"), Database.open(copy):
        raise ValueError("ours")


def test_a_value_that_is_too_long_is_not_read(copy, monkeypatch):
    monkeypatch.setattr("inspection_findings.overview.database._LONGEST", 1000)
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("UPDATE sentence SET text = ? WHERE id = 1", ("x" * 2000,))
    with pytest.raises(OverviewError, match="too big"):
        ask_all(copy)
