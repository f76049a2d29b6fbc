"""`findings overview` and `findings report` by workers: what they write is what one process does."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

LETTER = "# Inspection of {} children's services\n\nCaseloads are too high. Plans are drawn up late.\n"


@pytest.fixture
def letters(tmp_path, monkeypatch):
    """Four letters in the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("letters").mkdir()
    for name in ("Leeds", "Luton", "Fernshire", "Moorshire"):
        Path(f"letters/{name}.md").write_text(LETTER.format(name))


def dump(name: str) -> list[str]:
    with closing(sqlite3.connect(name)) as connection:
        return list(connection.iterdump())


def test_a_database_is_made_and_brought_up_to_date_by_workers(findings, letters, cluster):
    for name, by in (("alone", ("--jobs", "1")), ("workers", ("--cluster", cluster))):
        assert findings("overview", "letters", "-o", f"{name}.db", *by).exit_code == 0
    assert dump("workers.db") == dump("alone.db")
    Path("letters/Leeds.md").write_text(LETTER.format("Bedford"))
    for name, by in (("alone", ("--jobs", "1")), ("workers", ("--cluster", cluster))):
        done = findings("overview", "letters", "-o", f"{name}.db", "--update", *by)
        assert done.exit_code == 0
        assert "0 new, 1 changed, 0 gone, 3 unchanged" in done.stderr
    assert dump("workers.db") == dump("alone.db")


def test_pages_are_made_by_workers(findings, letters):
    for name, by in (("alone", ("--jobs", "1")), ("workers", ("--workers", "2"))):
        assert findings("report", "letters", "-o", f"{name}/", *by).exit_code == 0
    pages = {
        name: {path.name: path.read_bytes() for path in Path(name).iterdir()} for name in ("alone", "workers")
    }
    assert len(pages["alone"]) == 4
    assert pages["workers"] == pages["alone"]
