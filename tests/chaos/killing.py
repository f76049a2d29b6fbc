"""A command is run whole once, then killed at random moments, each time from the same state."""

from __future__ import annotations

import datetime as dt
import math
import random
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from chaos.jobs import JOBS, Job
from chaos.processes import apart, command

# Names of what is written before it takes its place.
_UNFINISHED = re.compile(r"\..+\.(part|new|old)|.+\.(unfinished|progress)|\..+l\.lock|.+\.thread-.*pid-.*")
_RESUMED = re.compile(r"resumed: [1-9]")


@dataclass
class Record:
    """What came of killing a command.

    Attributes
    ----------
    kills
        That met the command; the others came when it had ended.
    previous, new
        How often the state before, or the one that the command makes, was found.
    lost
        How often neither was, or what was there was not whole.
    not_completed
        How often the command run again did not end well in the new state.
    left
        Temporary files and folders beside what was written, after a kill, at most; and in the end, after the
        command had been run again.
    left_in_temporary_folder
        Of the system, by all kills together.
    orphans
        Processes that went on without the command for longer than seconds.
    resumed
        How often the command, run again, went on from what it had done before it was killed.
    made
        Date.
    """

    seconds: float
    kills: int = 0
    previous: int = 0
    new: int = 0
    lost: int = 0
    not_completed: int = 0
    left: int = 0
    left_in_the_end: int = 0
    left_in_temporary_folder: int = 0
    orphans: int = 0
    resumed: int = 0
    made: str = field(default_factory=lambda: dt.date.today().isoformat())
    problems: list[str] = field(default_factory=list)

    def as_values(self) -> dict[str, Any]:
        """As JSON takes it."""
        return asdict(self)


class Killed:
    """A command, its state before, and how to kill it again and again.

    Parameters
    ----------
    name
        Of the job.
    scratch
        A folder for it alone.
    """

    def __init__(self, name: str, scratch: Path) -> None:
        self._job: Job = JOBS[name]
        self._template, self._work = scratch / "before", scratch / "work"
        self._work.mkdir(parents=True)
        apart(_make, self._work, name)
        # Addresses of files are kept in a database: so the state is always put where it was made.
        shutil.copytree(self._work, self._template, symlinks=True)
        self._previous = apart(self._job.state, self._work)
        under_way = command(list(self._job.words), self._work)
        assert under_way.end() == 0, under_way.said.read_text()
        self.record = Record(time.monotonic() - under_way.started)
        self._new = apart(self._job.state, self._work)
        assert self._new != self._previous, "the command changes nothing"

    def kill(self, draw: Callable[[], float]) -> None:
        """Kill the command, see what is left of it, and run it again.

        Parameters
        ----------
        draw
            Gives a moment, as a share of how long the command takes.
        """
        record, moment = self.record, 0.0
        shutil.rmtree(self._work)
        shutil.copytree(self._template, self._work, symlinks=True)
        for _ in range(self._job.in_a_row):
            moment = draw()
            under_way = command(list(self._job.words), self._work)
            time.sleep(max(0.0, under_way.started + moment * record.seconds - time.monotonic()))
            met = under_way.kill()
            record.kills += met
            record.orphans += under_way.orphans()
            record.left = max(record.left, len(self._unfinished()))
            self._note(moment)
            if not met:
                break
        again = command(list(self._job.words), self._work)
        code = again.end()
        record.resumed += bool(_RESUMED.search(again.said.read_text()))
        try:
            completed = code == 0 and apart(self._job.state, self._work) == self._new
            apart(self._job.ending, self._work)
        except AssertionError as error:
            completed = False
            record.problems.append(f"{moment:.3f}: {error}")
        if not completed:
            record.not_completed += 1
            record.problems.append(f"{moment:.3f}: exit code {code}: {again.said.read_text()[-300:]}")
        left = self._unfinished()
        if left:
            record.problems.append(f"{moment:.3f}: left in the end: {left}")
        record.left_in_the_end = max(record.left_in_the_end, len(left))
        temporary = self._work.with_name(f"{self._work.name}.tmp")
        record.left_in_temporary_folder = len(list(temporary.iterdir()))

    def _note(self, moment: float) -> None:
        try:
            state = apart(self._job.state, self._work)
        except AssertionError as error:
            self.record.problems.append(f"{moment:.3f}: {error}")
            state = None
        if state == self._previous:
            self.record.previous += 1
        elif state == self._new:
            self.record.new += 1
        else:
            self.record.lost += 1

    def _unfinished(self) -> list[str]:
        return [
            str(path.relative_to(self._work))
            for path in self._work.rglob("*")
            if _UNFINISHED.fullmatch(path.name)
        ]


def kill_all(
    kills: int, seed: int, scratch: Path, *, names: tuple[str, ...] = tuple(JOBS)
) -> Iterator[tuple[str, Record]]:
    """Kill commands until so many kills in all met one, at moments drawn from a seed.

    Each is killed as often as its share. A kill that comes too late is one more check, and does not count.
    """
    for name in names:
        number = math.ceil(kills * JOBS[name].share / sum(JOBS[each].share for each in names))
        killed = Killed(name, scratch / name.replace(" ", "-"))
        # Drawn for each by itself, so that it meets the same moments alone.
        moments = random.Random(f"{seed} {name}")  # noqa: S311 - any moments will do
        while killed.record.kills < number:
            killed.kill(moments.random)
        yield name, killed.record


def _make(name: str) -> None:
    from inspection_findings.commands.app import app

    for words in JOBS[name].prepare():
        app(list(words), standalone_mode=False)
