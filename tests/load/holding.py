"""Runs people against the app, and says what came of it."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from load.letters import write_letters
from load.serving import Served, Taken, serving

USERS = Path(__file__).with_name("users.py")
TESTS = USERS.parents[1]
GROWTH = 0.05
"""Of the level, over the second half: more than that is not flat."""
_SHOWN = 10


@dataclass
class Held:
    """What came of a run.

    Attributes
    ----------
    made
        Day, as ISO 8601 has it.
    users, seconds, warm_up
        How many people, how long each began new letters, and how long before that without being measured.
    machine
        In words.
    load_average
        Of the machine when it began, by this and by all else on it.
    letters
        How many were dropped, how many of these were seen, corrected, taken away and removed, and how often
        the app said that it was busy and the letter was sent again.
    requests
        How many in all.
    errors
        How many of them, and of what they led to, went wrong.
    first_errors
        A few of them.
    milliseconds
        How many there were of each kind of request, and of dropping to result, and their percentiles.
    memory
        Mebibytes of server and readers: the level of the second half, the most, and how much a line through
        the second half climbs, each resident and proportional.
    cpu_seconds
        Of processor time that server and readers took.
    files_left, processes_left
        Temporary files before the app ended, and processes after that.
    """

    made: str
    users: int
    seconds: int
    warm_up: int
    machine: str
    load_average: float
    letters: dict[str, int]
    requests: int
    errors: int
    first_errors: list[str]
    milliseconds: dict[str, dict[str, float]]
    memory: dict[str, dict[str, float]]
    cpu_seconds: float
    files_left: list[str] = field(default_factory=list)
    processes_left: int = 0

    def problems(self) -> list[str]:
        """Why the load was not held; nothing if it was."""
        found = []
        if self.errors:
            found.append(f"{self.errors} errors: {'; '.join(self.first_errors)}")
        if not self.letters["finished"] or self.letters["finished"] != self.letters["dropped"]:
            found.append(f"{self.letters['dropped']} letters dropped, {self.letters['finished']} finished")
        size = self.memory["proportional"]
        # Of a few seconds nothing can be said: what is kept is still being filled.
        if self.warm_up and size["growth"] > GROWTH * size["level"]:
            found.append(f"memory grew by {size['growth']:.1f} MiB over the second half")
        if self.files_left or self.processes_left:
            found.append(f"left: {self.files_left}, {self.processes_left} processes")
        return found

    def as_values(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self)


def hold(users: int, seconds: int, warm_up: int, folder: Path) -> Held:
    """Let so many people use an app of their own for so long, with all that is written in a folder.

    Before that they use it for ``warm_up`` seconds, as the model keeps words that it has met, up to a number.
    """
    letters, results = folder / "letters", folder / "results.json"
    letters.mkdir()
    write_letters(letters)
    with serving(folder) as served:
        if warm_up:
            _people(users, warm_up, served, letters, results)
        average = os.getloadavg()[0]
        with served.sampled() as taken:
            _people(users, seconds, served, letters, results)
        files = served.left_files()
        processes = served.end()
        said = served.said.read_text()
    found = json.loads(results.read_text())
    errors = found["errors"] + [line for line in said.splitlines() if "Error" in line]
    times = found["milliseconds"]
    return Held(
        made=dt.date.today().isoformat(),
        users=users,
        seconds=seconds,
        warm_up=warm_up,
        machine=_machine(),
        load_average=round(average, 1),
        letters=found["counts"],
        requests=sum(map(len, times.values())),
        errors=len(errors),
        first_errors=errors[:_SHOWN],
        milliseconds={name: _percentiles(values) for name, values in sorted(times.items())},
        memory=_summary(taken),
        cpu_seconds=round(taken.cpu_seconds, 1),
        files_left=files,
        processes_left=len(processes),
    )


def _people(users: int, seconds: int, served: Served, letters: Path, results: Path) -> None:
    command = [
        sys.executable, "-m", "locust", "--headless", "--only-summary", "--loglevel", "WARNING",
        "--locustfile", USERS, "--host", served.address, "--users", users, "--spawn-rate", users,
        "--run-time", f"{seconds}s", "--stop-timeout", "600s", "--exit-code-on-error", "0",
        "--key", served.key, "--letters", letters, "--results", results,
    ]  # fmt: skip
    path = os.pathsep.join([str(TESTS), *filter(None, [os.environ.get("PYTHONPATH")])])
    log = results.with_suffix(".said")
    with log.open("wb") as said:
        done = subprocess.run(
            [*map(str, command)], stdout=said, stderr=said, env=os.environ | {"PYTHONPATH": path}, check=False
        )
    assert done.returncode == 0, log.read_text()


def _percentiles(values: list[float]) -> dict[str, float]:
    p50, p95, p99 = np.percentile(values, (50, 95, 99))
    return {"count": len(values), "p50": round(p50), "p95": round(p95), "p99": round(p99)}


def _summary(taken: Taken) -> dict[str, dict[str, float]]:
    return {"resident": trend(taken.resident), "proportional": trend(taken.proportional)}


def trend(sizes: list[float]) -> dict[str, float]:
    """Level and growth of the second half, and peak of the whole."""
    half = np.array(sizes[len(sizes) // 2 :])
    seconds = np.arange(len(half))
    slope = np.polyfit(seconds, half, 1)[0] if len(half) > 1 else 0.0
    return {
        "level": round(float(np.median(half)), 1),
        "peak": round(max(sizes), 1),
        "growth": round(float(slope * (len(half) - 1)), 1),
    }


def _machine() -> str:
    """Cores and memory in words."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores, {pages / 1e9:.0f} GB of memory"
