"""Commands and checks in processes of their own, forked from one that has imported all that they need."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(
    [
        "inspection_findings.runs",
        "inspection_findings.tracking.cards",
        "inspection_findings.commands.app",
        "datasets",
    ]
)
_LONGEST = 1800.0
_ORPHANS_END_WITHIN = 10.0


@dataclass
class Command:
    """A command under way; its process leads a session, by which those that it starts are found."""

    process: BaseProcess
    started: float
    said: Path

    def end(self) -> int:
        """Wait for its end and give the exit code."""
        self.process.join(_LONGEST)
        code = self.process.exitcode
        if code is None:
            self.process.kill()
            raise AssertionError(f"not ended within {_LONGEST:g} s: {self.said.read_text()}")
        return code

    def kill(self) -> bool:
        """Kill its own process alone, as the system does when memory runs out; whether that came in time."""
        self.process.kill()
        self.process.join()
        return self.process.exitcode == -signal.SIGKILL

    def orphans(self) -> int:
        """How many of the processes that it started go on without it; these are ended."""
        assert self.process.pid is not None
        last = time.monotonic() + _ORPHANS_END_WITHIN
        while (left := _of_session(self.process.pid)) and time.monotonic() < last:
            time.sleep(0.05)
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return len(left)


def command(words: list[str], folder: Path) -> Command:
    """Start ``findings`` with these words in a folder, and wait until it begins."""
    said = folder.with_name(f"{folder.name}.said")
    here, there = _CONTEXT.Pipe()
    # Not a daemon, as those may not start processes.
    process = _CONTEXT.Process(target=_command, args=(there, words, folder, said))
    process.start()
    there.close()
    assert here.recv() == "begins"
    return Command(process, time.monotonic(), said)


def apart(function: Callable[..., Any], folder: Path, *arguments: Any) -> Any:
    """Call a function in a folder in a process of its own, and give what it gives."""
    here, there = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=_apart, args=(there, function, folder, arguments))
    process.start()
    there.close()
    good, result = here.recv()
    process.join()
    if not good:
        raise AssertionError(result)
    return result


def _prepare(folder: Path, said: Path) -> None:
    file = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(file, stream)
    temporary = folder.with_name(f"{folder.name}.tmp")
    temporary.mkdir(exist_ok=True)
    os.environ["TMPDIR"] = str(temporary)
    os.environ["FINDINGS_CACHE"] = str(folder / "cache")
    os.environ["FINDINGS_ACTOR"] = "chaos"
    os.environ.pop("MLFLOW_TRACKING_URI", None)
    os.chdir(folder)


def _command(connection: Connection, words: list[str], folder: Path, said: Path) -> None:
    os.setsid()
    _prepare(folder, said)
    sys.argv = ["findings", *words]
    connection.send("begins")
    connection.close()
    from inspection_findings.commands.app import main

    main()


def _apart(
    connection: Connection, function: Callable[..., Any], folder: Path, arguments: tuple[Any, ...]
) -> None:
    _prepare(folder, folder.with_name(f"{folder.name}.apart"))
    try:
        connection.send((True, function(*arguments)))
    except Exception as error:
        connection.send((False, f"{type(error).__name__}: {error}"))


def _of_session(session: int) -> list[int]:
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The name of the program may hold anything, but its bracket is the last.
            state, _, _, own = place.read_text().rpartition(")")[2].split()[:4]
            if int(own) == session and state != "Z":
                found.append(int(place.parent.name))
    return found
