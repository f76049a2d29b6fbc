"""Whole processes: the time and memory of commands, as the system counts them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.pairing import Sample

HERE = Path(__file__).parent
ROOT = HERE.parent
MEBIBYTE = 2**20
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
NOT_HANDED_ON = frozenset({*THREADS, "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"})
"""Settings that say how fast a process starts or computes: a user has mostly set none of them."""

Command = Sequence[str | Path]


class CommandFailedError(RuntimeError):
    """A command that was to be measured did not end well."""


def run(
    *commands: Command, one_thread: bool = True, environment: Mapping[str, str] | None = None
) -> tuple[Sample, list[str]]:
    """Run commands at the same time.

    Parameters
    ----------
    *commands
        Program and arguments of each.
    one_thread
        Whether array libraries are held to one thread a process, so that processes do not compete.
        Otherwise they start as on a machine where nobody has set anything.
    environment
        What else is set for them.

    Returns
    -------
    sample : Sample
        Seconds from the first start to the last end, processor seconds of all together, and the peak
        of the largest in mebibytes.
    outputs : list of str
        What each printed.

    Raises
    ------
    CommandFailedError
        If one ends with an error.
    """
    given = {name: value for name, value in os.environ.items() if name not in NOT_HANDED_ON}
    if one_thread:
        given |= dict.fromkeys(THREADS, "1")
    given |= environment or {}
    asked = {"commands": [list(map(str, command)) for command in commands], "environment": given}
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-I", "-S", HERE / "launcher.py"],
        input=json.dumps(asked), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise CommandFailedError(f"{commands[0][0]}: {_last_line(done.stderr)}")
    answer = json.loads(done.stdout)
    processes: list[dict[str, Any]] = answer["processes"]
    for command, process in zip(commands, processes, strict=True):
        if process["code"]:
            name = " ".join(map(str, command[:4]))
            raise CommandFailedError(f"{name}: ended with {process['code']}: {_last_line(process['errors'])}")
    cpu = sum(process["cpu"] for process in processes)
    peak = max(process["peak"] for process in processes) / MEBIBYTE
    return Sample(answer["wall"], cpu, peak), [process["output"] for process in processes]


def findings(*arguments: str | Path) -> list[str | Path]:
    """The product's command: the installed script where there is one, as a user would start it."""
    script = Path(sys.executable).with_name("findings")
    start: list[str | Path] = [script] if script.is_file() else [sys.executable, "-m", "inspection_findings"]
    return [*start, *arguments]


def worker(name: str, *arguments: str | Path) -> list[str | Path]:
    """A program of ``benchmarks/workers``."""
    return [sys.executable, HERE / "workers" / f"{name}.py", *arguments]


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no message"])[-1]
