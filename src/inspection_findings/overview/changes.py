"""What has to change in a database so that it is as if made anew from reports as they are now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from inspection_findings.documents.authorities import normal_form
from inspection_findings.overview.database import Database, StoredReport
from inspection_findings.overview.rows import ReportRows
from inspection_findings.overview.schema import SPELLINGS, made_now

_MERGED = -2000
"""Pages of the full-text index that are put in order after a change, so that what was removed goes from it.

Below zero, parts of all sizes are merged, the large ones too, in which most is that was removed.
"""


@dataclass(slots=True)
class Changes:
    """What is to be done, and what is not.

    Attributes
    ----------
    wanted
        Name and digest of each report that the database is to have, in the order given; those with the same
        contents once. The digest of one that cannot be read is ``None``.
    again
        Name of each report given that has the contents of one before it, and the name of that.
    read
        Names of those that are to be read.
    changed
        Of these, and of those that are only a copy now, what there is with other contents.
    renamed
        What has another name now.
    reread
        The same where the new name says another format: it is read anew by the rules of that.
    gone
        What is not given any more.
    unchanged
        How many are as they are to be.
    """

    wanted: dict[str, str | None] = field(default_factory=dict)
    again: dict[str, str] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)
    changed: dict[str, StoredReport] = field(default_factory=dict)
    renamed: dict[str, StoredReport] = field(default_factory=dict)
    reread: dict[str, StoredReport] = field(default_factory=dict)
    gone: list[StoredReport] = field(default_factory=list)
    unchanged: int = 0


def find_changes(stored: Sequence[StoredReport], given: Iterable[tuple[str, str | None]]) -> Changes:
    """Compare a database with reports.

    Parameters
    ----------
    stored
        What it has.
    given
        Name and SHA-256 of each report, in order; ``None`` for one that cannot be read.

    Returns
    -------
    Changes
        What leads from one to the other.
    """
    changes = Changes()
    names: dict[str | None, str] = {}
    for name, digest in given:
        if digest in names:
            changes.again[name] = names[digest]
            continue
        changes.wanted[name] = digest
        if digest is not None:
            names[digest] = name
    there = set()
    for report in stored:
        now = names.get(report.sha256)
        if now is None:
            if report.document in changes.wanted or report.document in changes.again:
                changes.changed[report.document] = report
            else:
                changes.gone.append(report)
        elif now == report.document:
            there.add(now)
            changes.unchanged += 1
        elif _suffix(now) == _suffix(report.document):
            there.add(now)
            changes.renamed[now] = report
        else:
            changes.reread[now] = report
    changes.read = [name for name in changes.wanted if name not in there]
    return changes


def apply_changes(
    database: Database,
    changes: Changes,
    new: Iterable[tuple[ReportRows, str | None]],
    removed: Collection[StoredReport],
) -> None:
    """Make all changes in one transaction.

    Parameters
    ----------
    database
        Opened for writing.
    changes
        As `find_changes` gives them.
    new
        What was read, with digests; one at a time in memory.
    removed
        What goes, whether or not something new has its name.

    Raises
    ------
    OverviewError
        If the database is no longer as it was when it was compared. Nothing is changed then.
    sqlite3.Error
        If it cannot be written; nothing is changed then.
    """
    with database.transaction() as connection:
        connection.execute(SPELLINGS)
        for report in removed:
            database.remove(report.id)
        # By way of names that no file has, as two may have changed theirs with each other.
        for step in ("/\0{}", "{}"):
            connection.executemany(
                "UPDATE report SET document = ? WHERE id = ?",
                [(step.format(name), report.id) for name, report in changes.renamed.items()],
            )
        for rows, digest in new:
            database.insert(rows, digest)
        _spell(database, {name: place for place, name in enumerate(changes.wanted)})
        connection.executemany("UPDATE about SET value = ?2 WHERE key = ?1", made_now().items())
        connection.execute("INSERT INTO sentence_fts (sentence_fts, rank) VALUES ('merge', ?)", (_MERGED,))


def _spell(database: Database, places: Mapping[str, int]) -> None:
    """Give each authority the spelling that the first of its reports has."""
    connection = database.connection
    found = connection.execute(
        """
        SELECT id, document, report.authority AS spelt, coalesce(spelling.authority, report.authority) AS own
        FROM report LEFT JOIN spelling ON report_id = id
        WHERE report.authority IS NOT NULL ORDER BY id
        """
    ).fetchall()
    chosen: dict[str, str] = {}
    for row in sorted(found, key=lambda row: places.get(row["document"], len(places))):
        spelt = chosen.setdefault(normal_form(row["own"]), row["own"])
        if spelt == row["spelt"]:
            continue
        connection.execute("UPDATE report SET authority = ? WHERE id = ?", (spelt, row["id"]))
        connection.execute("DELETE FROM spelling WHERE report_id = ?", (row["id"],))
        if spelt != row["own"]:
            connection.execute("INSERT INTO spelling VALUES (?, ?)", (row["id"], row["own"]))


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()
