"""A database that stands at a place: what a writer left there that was killed is undone first."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

LONGEST_WAIT = 30.0
"""Seconds to wait for another process that writes."""


def address(path: Path, mode: str) -> str:
    """What SQLite calls a file: to be read (``ro``) or written to (``rw``), and never made."""
    return f"file:{quote(str(path.resolve()))}?mode={mode}"


def journal_of(path: Path) -> Path:
    """Where SQLite keeps what a transaction replaces, until that is whole."""
    return path.with_name(f"{path.name}-journal")


def undo_what_was_killed(path: Path) -> None:
    """Roll back a transaction whose process was killed. Who may only read the file leaves it as it is."""
    if not journal_of(path).exists():
        return
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(address(path, "rw"), uri=True, timeout=LONGEST_WAIT)) as connection,
    ):
        # Reading anything does it: SQLite alone knows whether somebody is still writing.
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


@contextmanager
def nobody_writing(path: Path) -> Iterator[None]:
    """Hold writers off a database that another is to take the place of, and leave no journal of theirs.

    The journal of the old one, left beside the new one, would be rolled back into that.

    Raises
    ------
    sqlite3.OperationalError
        If somebody goes on writing there for longer than `LONGEST_WAIT`.
    """
    # On Windows what is open cannot be replaced, nor its journal be left by anyone.
    if not path.is_file() or sys.platform == "win32":
        undo_what_was_killed(path)
        yield
        return
    with closing(sqlite3.connect(address(path, "rw"), uri=True, timeout=LONGEST_WAIT)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise
            # A file of another kind, or one that may not be written to: there is nothing to hold off.
        yield
