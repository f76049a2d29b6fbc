"""Findings as Parquet: one row a finding, with dates that are dates and codes that are categories."""

from __future__ import annotations

import datetime as dt

import pytest
from pyarrow import parquet, types

from inspection_findings.overview import parquet as module
from inspection_findings.overview.parquet import write_parquet


@pytest.fixture
def table(database, tmp_path, monkeypatch):
    # Several batches, each with categories of its own.
    monkeypatch.setattr(module, "_BATCH", 7)
    write_parquet(database, tmp_path / "findings.parquet")
    return parquet.read_table(tmp_path / "findings.parquet")


def test_there_is_a_row_a_finding_in_the_order_of_the_reports(table, database):
    [number] = database.connection.execute("SELECT count(*) FROM finding").fetchone()
    assert table.num_rows == number > 14
    first = table.slice(0, 1).to_pylist()[0]
    assert first["authority"] == "Fernshire"
    assert first["text"] == "The quality of plans."
    assert (first["domain"], first["polarity"], first["confidence"]) == (
        "assessment_planning",
        "weakness",
        0.9,
    )
    assert (first["date"], first["year"], first["published"]) == (dt.date(2019, 3, 8), 2019, None)
    assert (first["overall_grade"], first["bullet"], first["unsure"], first["page"]) == (
        *("inadequate", True, False, None),
    )


def test_columns_have_the_types_of_what_they_hold(table):
    of = {field.name: field.type for field in table.schema}
    assert all(
        types.is_date(of[name]) for name in ("date", "published", "inspection_start", "inspection_end")
    )
    assert all(
        types.is_dictionary(of[name]) for name in ("authority", "domain", "polarity", "section", "region")
    )
    assert all(types.is_boolean(of[name]) for name in ("bullet", "unsure"))
    assert set(table["region"].to_pylist()) == {None, "South East", "Yorkshire and The Humber"}


def test_a_file_that_cannot_be_written_whole_is_not_there(database, tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "_batches", fail)
    with pytest.raises(OSError, match="No space left"):
        write_parquet(database, tmp_path / "findings.parquet")
    assert list(tmp_path.iterdir()) == []
