"""The layout of the database of many reports: made from ``schema.sql``, and known again."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

from inspection_findings.exceptions import FindingsError
from inspection_findings.labels import DEFAULT_AREA, Domain
from inspection_findings.reporting.wording import title

SCHEMA_VERSION = 1
APPLICATION_ID = 0x1F1D1465
"""Marks the file as one of these, in the place that SQLite keeps for it."""

SPELLINGS = """
CREATE TABLE IF NOT EXISTS spelling (
    report_id INTEGER PRIMARY KEY REFERENCES report (id) ON DELETE CASCADE,
    authority TEXT NOT NULL
)
"""
"""What reports call their authority that are under another spelling of it, which another report has.

Databases of before do not have the table.
"""

_SCHEMA = Path(__file__).with_name("schema.sql")


class OverviewError(FindingsError, ValueError):
    """A file is no database of reports, or one that cannot be used here."""


def lay_out(connection: sqlite3.Connection) -> None:
    """Make the tables and views in a database that has none, and say what made them."""
    connection.executescript(_SCHEMA.read_text(encoding="utf-8"))
    connection.execute(SPELLINGS)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.executemany(
        "INSERT INTO about VALUES (?, ?)",
        [
            ("schema", str(SCHEMA_VERSION)),
            *made_now().items(),
        ],
    )
    connection.executemany(
        "INSERT INTO domain VALUES (?, ?, ?, ?)",
        [
            (str(domain), title(domain), str(DEFAULT_AREA[domain]), place)
            for place, domain in enumerate(Domain)
        ],
    )
    connection.commit()


def made_now() -> dict[str, str]:
    """What the table ``about`` says of the program that makes a database, and of the day."""
    from importlib.metadata import version

    return {
        "tool": f"inspection-findings {version('inspection-findings')}",
        "made": dt.date.today().isoformat(),
    }


def check_schema(connection: sqlite3.Connection, path: Path) -> None:
    """See that a database is one of reports, and of this version.

    Raises
    ------
    OverviewError
        If it is not.
    """
    try:
        [application] = connection.execute("PRAGMA application_id").fetchone()
        [found] = connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise OverviewError(f"{path}: is no database of reports ({error})") from error
    if application != APPLICATION_ID:
        raise OverviewError(f"{path}: is no database of reports: make one with findings overview")
    if found != SCHEMA_VERSION:
        raise OverviewError(
            f"{path}: was made by another version of this program (layout {found}, not {SCHEMA_VERSION}): "
            "make it again from the reports"
        )
    if not _says_what_made_it(connection):
        raise OverviewError(f"{path}: is damaged (what it says of itself): make it again from the reports")


def _says_what_made_it(connection: sqlite3.Connection) -> bool:
    try:
        about = dict(connection.execute("SELECT key, value FROM about").fetchall())
        dt.date.fromisoformat(about["made"])
        float(about.get("precision") or 1)
    except (KeyError, TypeError, ValueError):
        return False
    return isinstance(about.get("tool"), str)
