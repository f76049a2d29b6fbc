"""The database of many reports: made, opened, filled. What its tables hold is said in ``schema.sql``."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from inspection_findings.documents.authorities import normal_form
from inspection_findings.exceptions import FindingsError
from inspection_findings.files import new_file_mode, temporary_folder_beside
from inspection_findings.model.parameters import ModelMetadata
from inspection_findings.overview.rows import ReportRows, report_rows
from inspection_findings.overview.schema import (
    SCHEMA_VERSION,
    SPELLINGS,
    OverviewError,
    check_schema,
    lay_out,
)
from inspection_findings.overview.soundness import fault_of
from inspection_findings.overview.standing import (
    LONGEST_WAIT,
    address,
    nobody_writing,
    undo_what_was_killed,
)
from inspection_findings.reporting.classified import ClassifiedReport

__all__ = ["SCHEMA_VERSION", "Database", "OverviewError", "StoredReport", "is_database"]

_SQLITE_START = b"SQLite format 3\0"
_LONGEST = 100_000_000
"""Bytes of a value: a damaged file may say that one has more than there is memory."""
_OF_DAMAGE = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, MemoryError)
"""What values of another kind than expected may lead to."""
_COLUMNS_OF_REPORT = (
    *("document", "title", "authority", "region", "framework", "inspection_start", "inspection_end"),
    *("published", "date", "year", "lead_inspector", "pages", "format"),
)
_COLUMNS_OF_SENTENCE = (
    *("page", "start", '"end"', "section", "heading", "passage", "position", "bullet", "text"),
)


@dataclass(frozen=True, slots=True)
class StoredReport:
    """One report as the database has it, without its sentences.

    Attributes
    ----------
    grades
        Grade by area, as codes.
    """

    id: int
    document: str
    sha256: str | None
    title: str | None
    authority: str | None
    region: str | None
    framework: str | None
    inspection_start: str | None
    inspection_end: str | None
    published: str | None
    date: str | None
    year: int | None
    lead_inspector: str | None
    pages: int | None
    format: str
    sentences: int
    grades: dict[str, str]


def is_database(path: Path) -> bool:
    """Whether a file begins as databases of SQLite do."""
    try:
        with path.open("rb") as stream:
            return stream.read(len(_SQLITE_START)) == _SQLITE_START
    except OSError:
        return False


class Database:
    """Reports, their sentences and findings. Made by `create` or `open`.

    Attributes
    ----------
    connection
        For questions of one's own; rows are `sqlite3.Row`.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        self.connection = connection

    @classmethod
    @contextmanager
    def create(cls, path: Path, *, like: Database | None = None) -> Iterator[Database]:
        """Make a new database, which takes the place of ``path`` when the block ends without error.

        Parameters
        ----------
        path
            Where it is to stand.
        like
            A database to begin with a copy of; an empty one else.

        Raises
        ------
        OSError
            If the folder cannot be written.
        OverviewError
            If the database cannot, for want of space say.
        """
        try:
            with temporary_folder_beside(path) as folder:
                temporary = folder / path.name
                with closing(sqlite3.connect(temporary)) as connection:
                    # Nobody sees it until it is whole: what a crash leaves is thrown away.
                    connection.execute("PRAGMA journal_mode = MEMORY")
                    connection.execute("PRAGMA synchronous = OFF")
                    if like is None:
                        lay_out(connection)
                    else:
                        like.connection.backup(connection)
                    yield cls(connection)
                    connection.execute("INSERT INTO sentence_fts (sentence_fts) VALUES ('optimize')")
                    connection.commit()
                    connection.execute("ANALYZE")
                    connection.commit()
                with temporary.open("rb+") as stream:
                    os.fsync(stream.fileno())
                temporary.chmod(new_file_mode())
                with nobody_writing(path):
                    temporary.replace(path)
        except sqlite3.Error as error:
            raise OverviewError(f"cannot write {path}: {error}") from error

    @classmethod
    @contextmanager
    def open(cls, path: Path, *, writable: bool = False) -> Iterator[Database]:
        """Open a database that is there.

        Parameters
        ----------
        path
            Its file.
        writable
            Whether reports may be added and removed.

        Raises
        ------
        OverviewError
            If there is none, or it is of another kind or version, or damaged.
        """
        if not path.is_file():
            raise OverviewError(f"{path}: no such file: make one with findings overview FOLDER -o {path}")
        undo_what_was_killed(path)
        try:
            uri = address(path, "rw" if writable else "ro")
            with closing(sqlite3.connect(uri, uri=True, timeout=LONGEST_WAIT)) as connection:
                connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
                with _told_of_damage(connection, path):
                    check_schema(connection, path)
                    yield cls(connection)
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
                raise OverviewError(
                    f"{path}: another program is using it: try again when it has ended"
                ) from error
            raise OverviewError(f"{path}: {error}") from error

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Make all changes of the block at once, or none: who reads sees what was before, or all of them.

        What the methods of this class change in it is part of it.
        """
        if self.connection.in_transaction:
            yield self.connection
            return
        self.connection.execute("BEGIN IMMEDIATE")
        with self.connection:
            yield self.connection

    def add(self, report: ClassifiedReport, sha256: str | None = None) -> int:
        """Add a report, whole or not at all.

        Parameters
        ----------
        report
            What to add.
        sha256
            Of its file, by which the same report is known under another name.

        Returns
        -------
        int
            Its ``id``.

        Raises
        ------
        OverviewError
            If it is there already, or another model or precision made what is there.
        """
        self.made_with(report.model, report.precision)
        return self.insert(report_rows(report.document, report.results), sha256)

    def insert(self, rows: ReportRows, sha256: str | None = None) -> int:
        """Add a report that is rows already; see `add`.

        Raises
        ------
        OverviewError
            If it is there already.
        """
        values = [getattr(rows, column) for column in _COLUMNS_OF_REPORT]
        with self.transaction() as connection:
            spelling = self._spelling(rows.authority)
            values[_COLUMNS_OF_REPORT.index("authority")] = spelling
            columns = (*_COLUMNS_OF_REPORT, "sentences", "sha256")
            try:
                [number] = connection.execute(
                    f"{_insertion('report', columns)} RETURNING id", (*values, len(rows.sentences), sha256)
                ).fetchone()
            except sqlite3.IntegrityError as error:
                raise OverviewError(
                    f"{rows.document}: the database has a report of this name or with these contents already"
                ) from error
            if spelling != rows.authority:
                connection.execute(SPELLINGS)
                connection.execute("INSERT INTO spelling VALUES (?, ?)", (number, rows.authority))
            connection.executemany(
                "INSERT INTO grade VALUES (?, ?, ?)", [(number, *grade) for grade in rows.grades]
            )
            [first] = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM sentence").fetchone()
            connection.executemany(
                _insertion("sentence", ("id", "report_id", "number", *_COLUMNS_OF_SENTENCE)),
                [(first + place, number, place, *sentence) for place, sentence in enumerate(rows.sentences)],
            )
            connection.executemany(
                _insertion("finding", ("sentence_id", "domain", "polarity", "area", "confidence", "unsure")),
                [(first + place, *finding) for place, *finding in rows.findings],
            )
        return int(number)

    def remove(self, report_id: int) -> None:
        """Take a report out, with all that belongs to it."""
        with self.transaction() as connection:
            connection.execute("DELETE FROM report WHERE id = ?", (report_id,))

    def made_with(self, model: ModelMetadata, precision: float | None) -> None:
        """Write down what makes the findings, or see that it is what made those that are there.

        Raises
        ------
        OverviewError
            If another model did, or another precision was asked for: they would be compared as if they
            were the same.
        """
        other = self.made_otherwise(model, precision)
        if other is not None:
            raise OverviewError(f"the database was made with {other}: make a new one from all reports")
        if "model" not in self.about():
            with self.transaction() as connection:
                connection.executemany("INSERT INTO about VALUES (?, ?)", _maker(model, precision).items())

    def made_otherwise(self, model: ModelMetadata, precision: float | None) -> str | None:
        """How what made the findings that are there differs, in words; ``None`` where it does not."""
        about = self.about()
        if "model" in about:
            for key, value in _maker(model, precision).items():
                if about.get(key) != value:
                    return f"{key.replace('_', ' ')} {about.get(key) or 'none'}, not {value or 'none'}"
        return None

    def about(self) -> dict[str, str | None]:
        """What the database says of itself."""
        return dict(self.connection.execute("SELECT key, value FROM about ORDER BY rowid").fetchall())

    def reports(self) -> list[StoredReport]:
        """All reports, by authority and date."""
        grades: dict[int, dict[str, str]] = {}
        for number, area, grade in self.connection.execute("SELECT report_id, area, grade FROM grade"):
            grades.setdefault(number, {})[area] = grade
        found = self.connection.execute(
            "SELECT id, document, sha256, title, authority, region, framework, inspection_start, "
            "inspection_end, published, date, year, lead_inspector, pages, format, sentences "
            "FROM report ORDER BY authority IS NULL, authority, date, document"
        )
        return [StoredReport(**dict(row), grades=grades.get(row["id"], {})) for row in found]

    def holds(self, sha256: str | None) -> str | None:
        """What a report with these contents is called; ``None`` where it is not there."""
        row = self.connection.execute("SELECT document FROM report WHERE sha256 = ?", (sha256,)).fetchone()
        return None if row is None else str(row["document"])

    def _spelling(self, authority: str | None) -> str | None:
        """The spelling that an authority has already, or else the one given."""
        if authority is None:
            return None
        form = normal_form(authority)
        there = self.connection.execute("SELECT DISTINCT authority FROM report WHERE authority IS NOT NULL")
        return next((name for (name,) in there if normal_form(name) == form), authority)


@contextmanager
def _told_of_damage(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """Say of errors that come of values in a damaged database that it is damaged; let others be."""
    try:
        yield
    except FindingsError:
        raise
    except _OF_DAMAGE as error:
        fault = str(error) if isinstance(error, UnicodeError | MemoryError) else fault_of(connection)
        if fault is None:
            raise
        raise OverviewError(f"{path}: is damaged ({fault}): make it again from the reports") from error


def _maker(model: ModelMetadata, precision: float | None) -> dict[str, str | None]:
    return {
        "model": model.name,
        "model_version": model.version,
        "model_fingerprint": str(model.data.get("fingerprint", "")) or None,
        "precision": None if precision is None else f"{precision:g}",
    }


def _insertion(table: str, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
