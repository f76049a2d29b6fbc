"""What the app keeps in its folder: the letters it read, as an overview database, and corrections of them."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import sqlite3
import sys
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path, PureWindowsPath

from inspection_findings.app.model import Model
from inspection_findings.corpus.corrections import CORRECTIONS_FILE, CorrectionStore
from inspection_findings.documents.types import Document, Format, Framework, Grade
from inspection_findings.exceptions import FindingsError
from inspection_findings.labels import Area
from inspection_findings.overview.database import Database, OverviewError, StoredReport
from inspection_findings.reporting.classified import ClassifiedReport
from inspection_findings.reporting.document_records import document_record
from inspection_findings.reporting.revival import revived
from inspection_findings.reporting.wording import counted, framework_name, plain
from inspection_findings.reporting.writers import to_json

LETTERS_FILE = "letters.db"
KEY_LENGTH = 16
"""Characters of a letter's key: the first of its SHA-256 in hexadecimal."""

_READINGS = """
CREATE TABLE IF NOT EXISTS reading (
    sha256 TEXT PRIMARY KEY,
    -- The document as `findings read --format json` writes it, deflated.
    record BLOB NOT NULL
)
"""
_LONGEST_NAME = 120
_REMEMBERED = 8
"""Letters that are held in memory as they were last shown."""


class UnknownLetterError(FindingsError, KeyError):
    """There is no such letter."""

    def __str__(self) -> str:
        return "there is no such letter: it may have been removed"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter that was read.

    Attributes
    ----------
    key
        Tells it from all others.
    report
        What the database has of it.
    strengths, weaknesses, unsure
        How many findings; those that are unsure are counted apart.
    """

    key: str
    report: StoredReport
    strengths: int
    weaknesses: int
    unsure: int

    @property
    def name(self) -> str:
        """What to call it: its authority, else its title, else its file."""
        return self.report.authority or self.report.title or self.report.document

    @property
    def framework(self) -> str | None:
        """Its framework as it is written."""
        return framework_name(Framework(self.report.framework)) if self.report.framework else None

    @property
    def date(self) -> dt.date | None:
        """The last day of the inspection, or else the day of publication."""
        return dt.date.fromisoformat(self.report.date) if self.report.date else None

    @property
    def grade(self) -> Grade | None:
        """The overall grade that it gives."""
        grade = self.report.grades.get(Area.OVERALL)
        return Grade(grade) if grade else None


class Store:
    """Letters and corrections in a folder.

    Parameters
    ----------
    folder
        Where; it is made if it is not there.
    model
        What makes findings of a document.
    say
        Told what takes long.

    Attributes
    ----------
    folder, model
        As given.
    corrections
        Of the letters.
    path
        Of the database of letters: an overview database with one more table.

    Raises
    ------
    OSError
        If the folder cannot be written.
    OverviewError, CorpusError
        If a file in it is of another kind or version.
    """

    def __init__(self, folder: Path, model: Model, *, say: Callable[[str], None] = lambda _: None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.path = folder / LETTERS_FILE
        self.model = model
        self._remembered: OrderedDict[str, ClassifiedReport] = OrderedDict()
        self._lock = threading.RLock()
        self._changes = 0
        self._listed: tuple[int, tuple[Letter, ...]] = (-1, ())
        self.corrections = CorrectionStore.create(folder / CORRECTIONS_FILE)
        if not self.path.exists():
            with Database.create(self.path) as database:
                database.connection.execute(_READINGS)
        with self._changing() as database:
            self._sweep(database)
            stale = len(database.reports()) if self._is_stale(database) else 0
        if stale:
            say(f"classifying {counted(stale, 'letter')} again, for this model and precision")
            self._make_anew()

    def add(self, document: Document, data: bytes) -> tuple[str, bool]:
        """Classify and keep a letter.

        Parameters
        ----------
        document
            As it was read.
        data
            Its file, which is not kept.

        Returns
        -------
        key : str
            Of the letter.
        new : bool
            Whether it was not here before, under whatever name.
        """
        digest = hashlib.sha256(data).hexdigest()
        key = digest[:KEY_LENGTH]
        with self._opened() as database:
            if database.holds(digest) is not None:
                return key, False
        report = self.model.classify(document)
        with self._changing() as database:
            if database.holds(digest) is not None:
                return key, False
            document = replace(document, name=_free_name(database, document.name))
            report = replace(report, document=document)
            record = zlib.compress(to_json(document_record(document)).encode())
            # The reading first: one without a report is swept away, a report without one could not be shown.
            with database.connection as connection:
                connection.execute("INSERT OR REPLACE INTO reading VALUES (?, ?)", (digest, record))
            database.add(report, digest)
        return key, True

    def letters(self) -> list[Letter]:
        """All letters, by authority and date."""
        # Every open page asks again and again. Nobody else writes there, so they are read once a change.
        changes = self._changes
        read, letters = self._listed
        if read != changes:
            with self._opened() as database:
                letters = tuple(_letters(database))
            self._listed = changes, letters
        return list(letters)

    def letter(self, key: str) -> Letter:
        """One letter.

        Raises
        ------
        UnknownLetterError
            If there is none with that key.
        """
        found = next((each for each in self.letters() if each.key == key), None)
        if found is None:
            raise UnknownLetterError(key)
        return found

    def report(self, key: str) -> ClassifiedReport:
        """A letter with its findings and their reasons.

        Raises
        ------
        UnknownLetterError
            If there is none with that key.
        """
        digest = self.letter(key).report.sha256 or ""
        with self._lock:
            if digest in self._remembered:
                self._remembered.move_to_end(digest)
                return self._remembered[digest]
        report = self.model.explain(self.model.classify(self._document(digest)))
        with self._lock:
            self._remembered[digest] = report
            while len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
        return report

    def reports(self) -> Iterator[ClassifiedReport]:
        """All letters with their findings, without reasons, in the order of `letters`."""
        for letter in self.letters():
            # One may be removed while the others are looked at.
            with suppress(UnknownLetterError):
                yield self.model.classify(self._document(letter.report.sha256 or ""))

    def remove(self, key: str) -> None:
        """Remove a letter. Corrections of it, which hold no word of it, are kept.

        Raises
        ------
        UnknownLetterError
            If there is none with that key.
        """
        report = self.letter(key).report
        with self._changing() as database:
            database.connection.execute("PRAGMA secure_delete = ON")
            database.remove(report.id)
            self._sweep(database)
            self._remembered.pop(report.sha256 or "", None)

    def remove_everything(self, *, corrections: bool) -> None:
        """Remove all letters, and corrections too if asked to."""
        with self._lock:
            self._remembered.clear()
            # A new file takes the place of the old one, so that nothing is left in between its pages.
            with Database.create(self.path) as database:
                database.connection.execute(_READINGS)
            self._changes += 1
            if corrections:
                self.corrections.clear()

    @contextmanager
    def database(self) -> Iterator[Database]:
        """The letters as an overview database, for reading."""
        with self._opened() as database:
            yield database

    @contextmanager
    def _opened(self) -> Iterator[Database]:
        """For reading, as it is at one moment: all answers fit together, whatever is added meanwhile."""
        with Database.open(self.path) as database:
            database.connection.execute("BEGIN")
            yield database

    @contextmanager
    def _changing(self) -> Iterator[Database]:
        """For writing, one at a time."""
        with self._lock:
            try:
                with Database.open(self.path, writable=True) as database:
                    yield database
            finally:
                self._changes += 1

    def _document(self, digest: str) -> Document:
        with self._opened() as database:
            row = database.connection.execute(
                "SELECT record FROM reading WHERE sha256 = ?", (digest,)
            ).fetchone()
        if row is None:
            raise UnknownLetterError(digest)
        return revived(zlib.decompress(row["record"]))

    def _sweep(self, database: Database) -> None:
        """Take away readings of letters that are not there."""
        try:
            with database.connection as connection:
                connection.execute(
                    "DELETE FROM reading WHERE NOT EXISTS"
                    " (SELECT 1 FROM report WHERE report.sha256 = reading.sha256)"
                )
        except sqlite3.OperationalError as error:
            raise OverviewError(
                f"{self.path}: not the letters that `findings serve` keeps: choose another folder"
            ) from error

    def _is_stale(self, database: Database) -> bool:
        """Whether another model or precision made what is there."""
        if "model" not in database.about():
            return False
        nothing = self.model.classify(_empty())
        try:
            database.made_with(nothing.model, nothing.precision)
        except OverviewError:
            return True
        return False

    def _make_anew(self) -> None:
        with self._opened() as old, Database.create(self.path) as new:
            new.connection.execute(_READINGS)
            rows = old.connection.execute(
                "SELECT report.sha256, record FROM report JOIN reading USING (sha256) ORDER BY report.id"
            )
            for row in rows:
                document = revived(zlib.decompress(row["record"]))
                new.add(self.model.classify(document), row["sha256"])
                new.connection.execute("INSERT INTO reading VALUES (?, ?)", (row["sha256"], row["record"]))
                new.connection.commit()


def _letters(database: Database) -> Iterator[Letter]:
    counts = {
        row["report_id"]: (row["strengths"], row["weaknesses"], row["unsure"])
        for row in database.connection.execute("SELECT report_id, strengths, weaknesses, unsure FROM reports")
    }
    for each in database.reports():
        if each.sha256:
            yield Letter(key_of(each), each, *counts[each.id])


def default_folder() -> Path:
    """Where the app keeps its letters if it is not told: where this system keeps programs' data."""
    if given := os.environ.get("FINDINGS_STORE"):
        return Path(given)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "inspection-findings"


def file_name(given: str) -> str:
    r"""The name of a file that was sent, without folders and without what no name should hold.

    Nothing is ever opened by it: it is shown, and tells a suffix.

    Examples
    --------
    >>> file_name("..\\letters/../Fernshire.pdf")
    'Fernshire.pdf'
    """
    name = plain(PureWindowsPath(given).name).strip()
    stem, dot, suffix = name.rpartition(".")
    if len(name) > _LONGEST_NAME:
        name = f"{stem[: _LONGEST_NAME - 12]}…{dot}{suffix[:10]}" if stem else name[:_LONGEST_NAME]
    return name if name.strip(".") else "letter"


def key_of(report: StoredReport) -> str:
    """The key of a letter."""
    return (report.sha256 or "")[:KEY_LENGTH]


def _free_name(database: Database, name: str) -> str:
    """The name itself, or with a number where another letter has it."""
    taken = {report.document for report in database.reports()}
    stem, dot, suffix = name.rpartition(".")
    stem, end = (stem, dot + suffix) if stem else (name, "")
    stem = re.sub(r" \(\d+\)$", "", stem) if name in taken else stem
    names = (f"{stem} ({number}){end}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(each for each in names if each not in taken)


def _empty() -> Document:
    return Document(name="", format=Format.TEXT, text="", sections=())
