"""Corrections kept in a file of SQLite, which several processes may read and write."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from inspection_findings.corpus.corrections.judgement import Correction, Outcome
from inspection_findings.exceptions import CorpusError
from inspection_findings.files import temporary_folder_beside
from inspection_findings.labels import Label

CORRECTIONS_FILE = "corrections.db"
SCHEMA_VERSION = 1

_APPLICATION = 0x46436F72
"""What the file says it is of (``PRAGMA application_id``): ``FCor``."""
_SQLITE = b"SQLite format 3\x00"
_PATIENCE = 10.0
"""Seconds to wait for another process that is writing."""
_LONGEST = 1_000_000
"""Bytes of a value: a damaged file may say that one has a thousand times as many."""
_COLUMNS = (
    *("sha256", "document", "position", "length", "fingerprint", "findings", "label", "corrected"),
    *("person", "decided", "model", "outcome"),
)


def holds_corrections(path: Path) -> bool:
    """Whether a file is a database of SQLite, by its first bytes; not so for pipes, which stay untouched.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(len(_SQLITE)) == _SQLITE


class CorrectionStore:
    """Corrections in a file.

    Each method opens the file anew, so that one store may serve several threads.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    CorpusError
        Of every method: if the file is not one of corrections, or of another version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def create(cls, path: Path) -> CorrectionStore:
        """Open a file of corrections; it is made where there is none."""
        store = cls(path)
        if not path.exists():
            store._make()
        with store._connection():
            return store

    def add(self, correction: Correction) -> int:
        """Keep a correction; its number in the file."""
        with self._connection() as connection:
            marks = ", ".join("?" * len(_COLUMNS))
            statement = f"INSERT INTO correction ({', '.join(_COLUMNS)}) VALUES ({marks})"  # noqa: S608
            return connection.execute(statement, _row(correction)).lastrowid or 0

    def undo(self, place: tuple[str, int, int], label: Label) -> bool:
        """Take back the last word on a finding; what was said before counts again.

        Parameters
        ----------
        place
            SHA-256 of the document, position and length of the sentence.
        label
            The finding.

        Returns
        -------
        bool
            Whether there was any. What is in the labels already is not taken back: it can only be
            corrected again.
        """
        with self._connection() as connection:
            done = connection.execute(
                "DELETE FROM correction WHERE id = (SELECT max(id) FROM correction"
                " WHERE sha256 = ? AND position = ? AND length = ? AND label = ?) AND outcome = ''",
                (*place, str(label)),
            )
            return done.rowcount > 0

    def read(self, sha256: str | None = None) -> list[Correction]:
        """All corrections, or those of one document, in the order in which they were given."""
        query = f"SELECT id, {', '.join(_COLUMNS)} FROM correction"  # noqa: S608
        with self._connection() as connection:
            if sha256 is None:
                rows = connection.execute(f"{query} ORDER BY id").fetchall()
            else:
                rows = connection.execute(f"{query} WHERE sha256 = ? ORDER BY id", (sha256,)).fetchall()
        try:
            return [_correction(row) for row in rows]
        except (ValueError, TypeError) as error:
            raise CorpusError(f"{self.path}: damaged: {error}") from error

    def mark(self, outcomes: Iterable[tuple[int, Outcome]]) -> None:
        """Keep what became of corrections, all at once.

        Parameters
        ----------
        outcomes
            Numbers of corrections with their outcomes. One that was taken back meanwhile is passed over.
        """
        with self._connection() as connection:
            connection.executemany(
                "UPDATE correction SET outcome = ? WHERE id = ?",
                [(outcome.value, number) for number, outcome in outcomes],
            )

    @property
    def person(self) -> str:
        """Who corrects; empty until a name is given."""
        with self._connection() as connection:
            row = connection.execute("SELECT value FROM about WHERE key = 'person'").fetchone()
        return row[0] if row else ""

    @person.setter
    def person(self, name: str) -> None:
        with self._connection() as connection:
            connection.execute("INSERT OR REPLACE INTO about VALUES ('person', ?)", (name,))
            # Whoever corrected before the name was asked for is the same.
            connection.execute("UPDATE correction SET person = ? WHERE person = '' AND outcome = ''", (name,))

    def clear(self) -> None:
        """Remove all corrections, and the name."""
        with self._connection() as connection:
            connection.execute("DELETE FROM correction")
            connection.execute("DELETE FROM about")

    def copy(self) -> bytes:
        """The whole file, as it can be sent to whoever trains."""
        with self._connection() as connection, closing(sqlite3.connect(":memory:")) as copied:
            connection.backup(copied)
            return copied.serialize()

    def _make(self) -> None:
        schema = Path(__file__).with_name("schema.sql").read_text(encoding="utf-8")
        # Beside its place first: half of a file would be refused for ever.
        with temporary_folder_beside(self.path) as folder:
            new = folder / self.path.name
            with closing(sqlite3.connect(new)) as connection:
                connection.executescript(schema)
                connection.execute(f"PRAGMA application_id = {_APPLICATION}")
                connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
                # Readers and a writer do not wait for each other; it is kept in the file.
                connection.execute("PRAGMA journal_mode = WAL")
            new.replace(self.path)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are kept together, if the block ends without error."""
        try:
            # Without ``mode=rw`` a file that was taken away would be made anew, and empty.
            address = f"{self.path.absolute().as_uri()}?mode=rw"
            with closing(sqlite3.connect(address, uri=True, timeout=_PATIENCE)) as connection:
                connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
                self._check(connection)
                # After each change all of it stands in the file itself, should somebody copy that alone.
                connection.execute("PRAGMA wal_autocheckpoint = 1")
                with connection:
                    yield connection
        except (sqlite3.Error, UnicodeError, MemoryError) as error:
            # What is stored as text may be no text, and a damaged page may ask for room that nobody has.
            raise CorpusError(f"{self.path}: cannot be read as corrections: {error}") from error

    def _check(self, connection: sqlite3.Connection) -> None:
        [application] = connection.execute("PRAGMA application_id").fetchone()
        [version] = connection.execute("PRAGMA user_version").fetchone()
        if application != _APPLICATION:
            raise CorpusError(f"{self.path}: not the corrections that `findings serve` keeps")
        if version != SCHEMA_VERSION:
            raise CorpusError(
                f"{self.path}: corrections of version {version}, where this version of the program reads "
                f"{SCHEMA_VERSION}: use the same version for both"
            )


def _row(correction: Correction) -> tuple[str | int, ...]:
    return (
        *(correction.sha256, correction.document, correction.position, correction.length),
        *(correction.fingerprint, " ".join(map(str, correction.findings)), str(correction.label)),
        *(str(correction.corrected or ""), correction.person, correction.decided, correction.model),
        correction.outcome or "",
    )


def _correction(row: tuple[int | str, ...]) -> Correction:
    number, sha256, document, position, length, fingerprint, findings, label, corrected, *rest = row
    person, decided, model, outcome = map(str, rest)
    return Correction(
        sha256=str(sha256),
        document=str(document),
        position=int(position),
        length=int(length),
        fingerprint=str(fingerprint),
        findings=tuple(Label.parse(each) for each in str(findings).split()),
        label=Label.parse(str(label)),
        corrected=Label.parse(str(corrected)) if corrected else None,
        person=person,
        decided=decided,
        model=model,
        outcome=Outcome(outcome) if outcome else None,
        number=int(number),
    )
