"""What is wrong with a database of reports that was opened and could not be understood.

It is asked for when something went wrong, and not before: a search takes less time than looking at all rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from inspection_findings.documents.types import Framework, Grade
from inspection_findings.labels import Area, Domain, Polarity, SectionCode
from inspection_findings.overview.schema import lay_out

_CODES = {
    ("finding", "domain"): Domain,
    ("finding", "polarity"): Polarity,
    ("sentence", "section"): SectionCode,
    ("report", "framework"): Framework,
    ("grade", "area"): Area,
    ("grade", "grade"): Grade,
}
_DAYS = ("inspection_start", "inspection_end", "published", "date")
_STORED_AS = {"INTEGER": ("integer",), "REAL": ("real", "integer"), "TEXT": ("text",)}
"""What SQLite may make of a value, by the type of its column."""


def fault_of(connection: sqlite3.Connection) -> str | None:
    """The first thing found that no sound database has, in a few words.

    Parameters
    ----------
    connection
        To the database.

    Returns
    -------
    str or None
        ``None`` if there is nothing of the kind.
    """
    try:
        return next(_faults(connection), None)
    except (sqlite3.Error, UnicodeError) as error:
        return str(error)


def _faults(connection: sqlite3.Connection) -> Iterator[str]:
    [said] = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if said != "ok":
        yield str(said)
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} belongs to no {parent}"
    for (table, column), codes in _CODES.items():
        marks = ", ".join("?" * len(codes))
        yield from _where(connection, table, column, f"{column} NOT IN ({marks})", *codes)
    for table, columns in _sound_columns().items():
        if _columns(connection, table) != columns:
            yield f"{table} has other columns"
            return
        for column, stored in columns:
            kinds = ", ".join(f"'{kind}'" for kind in _STORED_AS[stored])
            yield from _where(connection, table, column, f'typeof("{column}") NOT IN ({kinds})')
    for column in _DAYS:
        # With something to add, or days that no month has are given back as they are.
        yield from _where(connection, "report", column, f"date({column}, '+0 days') IS NOT {column}")


def _sound_columns() -> dict[str, list[tuple[str, str]]]:
    """Names and types of the columns of each table that values are read from."""
    with closing(sqlite3.connect(":memory:")) as connection:
        lay_out(connection)
        return {table: _columns(connection, table) for table in ("report", "grade", "sentence", "finding")}


def _columns(connection: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    return [(name, stored) for _, name, stored, *_ in connection.execute(f"PRAGMA table_info({table})")]


def _where(
    connection: sqlite3.Connection, table: str, column: str, wrong: str, *values: str
) -> Iterator[str]:
    question = f'SELECT rowid, "{column}" FROM {table} WHERE "{column}" IS NOT NULL AND {wrong}'  # noqa: S608
    for row, value in connection.execute(question, values):
        yield f"{column} of row {row} of {table}: {str(value)[:40]!r}"
