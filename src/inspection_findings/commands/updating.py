"""An overview database brought up to date: what is new or has changed is read, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from inspection_findings.commands.classification import Work
from inspection_findings.commands.console import Messages, UsageError
from inspection_findings.commands.distributed.crew import Crew
from inspection_findings.commands.gathering import gather
from inspection_findings.commands.inputs import Inputs, Source
from inspection_findings.commands.models import model_folder
from inspection_findings.commands.parts import parts_of
from inspection_findings.commands.precision import NONE, sureness
from inspection_findings.commands.sinks import KeptText
from inspection_findings.exceptions import FindingsError
from inspection_findings.files import exclusive, temporary_folder_beside
from inspection_findings.overview.changes import Changes, apply_changes, find_changes
from inspection_findings.overview.database import Database, StoredReport
from inspection_findings.overview.rows import ReportRows, RowsWriter, storable
from inspection_findings.overview.schema import OverviewError, made_now
from inspection_findings.reporting.summary import Summary
from inspection_findings.reporting.wording import counted

_LONGEST_WAIT = 5.0
"""Seconds to wait for another process: those that a killed one has started hold on for a moment."""
_READERS = 8
"""Files read at once for their digests: a file system across a network answers slowly, but many at once."""
_NAMED = 3


@dataclass(frozen=True)
class Asked:
    """What was asked for besides reports and a database.

    Attributes
    ----------
    prune
        Whether what the reports given do not have goes from the database.
    model, precision
        As the options take them. What is not asked for is as the database has it.
    jobs
        Processes; -1 for one a core.
    crew
        Workers, if any.
    """

    prune: bool = False
    model: str | None = None
    precision: str | None = None
    jobs: int = -1
    crew: Crew | None = None


def update(inputs: Inputs, place: Path, messages: Messages, asked: Asked) -> Summary:
    """Bring a database up to date with reports, or make it where there is none.

    What is read is put aside in a file first, and all changes are made in one transaction after that: the
    database is held for a moment, and memory stays flat. Where another model, precision or version of this
    program made what is there, a new database takes its place when it is whole.

    Parameters
    ----------
    inputs
        The reports.
    place
        Of the database.
    messages
        Takes what goes wrong, and how it went.
    asked
        What else was asked for.

    Returns
    -------
    Summary
        Of what was read.

    Raises
    ------
    UsageError
        If a report can be read only once.
    BusyError
        If another process is bringing the database up to date.
    OverviewError
        If there is something else, or what is gone would be lost as it cannot be read anew.
    typer.Exit
        If there is no database, and all reports failed.
    """
    for source in inputs.sources:
        if source.stream is not None:
            raise UsageError(f"--update is for files: {source.name} can be read only once")
    lock = f".{place.name}.lock"
    with exclusive(place.parent, wait=_LONGEST_WAIT, name=lock, stays=False), ExitStack() as stack:
        anew = partial(
            gather, inputs.sources, place, messages, model=asked.model, jobs=asked.jobs, crew=asked.crew
        )
        if not place.exists():
            return anew(precision=asked.precision)
        database = stack.enter_context(Database.open(place, writable=True))
        from inspection_findings import load_model

        scorer = load_model(model_folder(asked.model))
        precision = asked.precision or database.about().get("precision") or NONE
        sure = sureness(scorer, precision)
        changes = find_changes(database.reports(), _digests(inputs.sources))
        inputs.kept = len(inputs.sources) - len(changes.read)
        why = database.made_otherwise(scorer.metadata, sure.precision) or _other_program(database)
        if why is None:
            work = Work(scorer, sure.selection, partial(KeptText, RowsWriter))
            return _Update(database, changes, messages, asked, inputs).run(work, sure.precision, place)
        _check_none_is_lost(place, changes, why, prune=asked.prune and not inputs.failures)
        stack.close()
        inputs.kept = 0
        messages.remark(f"{place}: made with {why}: all is read anew, and the old one stays until then")
        # Which loads the model again: it is rare.
        return anew(precision=precision)


class _Update:
    """Changes that are found, and what comes of making them."""

    def __init__(
        self, database: Database, changes: Changes, messages: Messages, asked: Asked, inputs: Inputs
    ) -> None:
        self._database, self._changes, self._messages = database, changes, messages
        self._asked, self._inputs = asked, inputs
        self._read: set[str] = set()

    def run(self, work: Work, precision: float | None, place: Path) -> Summary:
        """Read what is to be read, change what is to be changed, and say what that was."""
        summary = Summary(precision=precision)
        try:
            with temporary_folder_beside(place) as folder, (folder / "read.jsonl").open("w+b") as spool:
                self._put_aside(work, summary, spool)
                removed = self._removed()
                if self._read or removed or self._changes.renamed:
                    with self._database.transaction():
                        self._database.made_with(work.scorer.metadata, precision)
                        self._make(spool, removed)
        except OSError as error:
            # That a disk is full is said without saying where.
            if error.errno and error.filename is None:
                error.filename = str(place)
            raise
        self._tell(removed)
        return summary

    def _put_aside(self, work: Work, summary: Summary, spool: IO[bytes]) -> None:
        names = set(self._changes.read)
        sources = {storable(each.name): each for each in self._inputs.sources}
        left = {name: source for name, source in sources.items() if name in names}
        messages = self._messages
        parts = parts_of(
            work, list(left.values()), jobs=self._asked.jobs, crew=self._asked.crew, say=messages.remark
        )
        tracked = messages.track(parts, total=len(left), visible=len(left) > 1)
        for name, part in zip(left, tracked, strict=True):
            messages.say(part.messages, part.failures)
            if part.kept:
                spool.write(part.kept)
                self._read.add(name)
            summary.merge(part.summary)

    def _make(self, spool: IO[bytes], removed: list[StoredReport]) -> None:
        spool.seek(0)
        digests = self._changes.wanted
        new = (ReportRows.from_json(line) for line in spool)
        apply_changes(
            self._database, self._changes, ((each, digests[each.document]) for each in new), removed
        )

    def _removed(self) -> list[StoredReport]:
        """What goes: what something new takes the place of, and what is not to be had, if asked to."""
        changes = self._changes
        replaced = [
            report
            for name, report in changes.changed.items()
            if name in self._read or name in changes.again or self._asked.prune
        ]
        return [*replaced, *changes.reread.values(), *(changes.gone if self._prunes else ())]

    @property
    def _prunes(self) -> bool:
        # A path that leads nowhere may be a disk that is not there today.
        return self._asked.prune and not self._inputs.failures

    def _tell(self, removed: list[StoredReport]) -> None:
        changes, say = self._changes, self._messages.remark
        for name, first in changes.again.items():
            say(f"{name}: the same as {first}, taken once")
        gone = changes.gone
        kept = [each for each in changes.changed.values() if each not in removed]
        counts = [
            f"{len(self._read - changes.changed.keys() - changes.reread.keys()):,} new",
            f"{len(changes.changed) - len(kept):,} changed",
            f"{len(gone):,} gone",
            f"{changes.unchanged:,} unchanged",
        ]
        if moved := len(changes.renamed) + len(changes.reread):
            counts.append(f"{moved:,} under another name")
        say(", ".join(counts))
        if gone and self._prunes:
            say(f"gone from the reports, and removed: {_named(gone)}")
        elif gone:
            why = "as a path led nowhere" if self._asked.prune else "--prune removes them"
            say(f"gone from the reports, and kept ({why}): {_named(gone)}")
        if kept:
            say(f"changed, but cannot be read now, and kept as before: {_named(kept)}")


def _digests(sources: Sequence[Source]) -> Iterator[tuple[str, str | None]]:
    """Name and digest of each source, several read at once."""

    def digest(source: Source) -> str | None:
        try:
            return source.sha256()
        except (OSError, FindingsError):
            # Reading it says what is wrong.
            return None

    with ThreadPoolExecutor(_READERS) as pool:
        digests = pool.map(digest, sources)
        yield from zip((storable(source.name) for source in sources), digests, strict=True)


def _other_program(database: Database) -> str | None:
    """Which version of this program read what is there, if it was another."""
    before, now = database.about().get("tool"), made_now()["tool"]
    return None if before == now else f"{before or 'another program'}, not {now}"


def _check_none_is_lost(place: Path, changes: Changes, why: str, *, prune: bool) -> None:
    if changes.gone and not prune:
        raise OverviewError(
            f"{place}: made with {why}: to be read anew, but {_named(changes.gone)} gone from the reports: "
            "give them too, or --prune and no path that leads nowhere"
        )


def _named(reports: Sequence[StoredReport]) -> str:
    """How many, and the first of their names."""
    ending = ", ..." if len(reports) > _NAMED else ""
    names = ", ".join(report.document for report in reports[:_NAMED])
    return f"{counted(len(reports), 'report')}: {names}{ending}"
