"""What an analyst waits for: a command from its start to its end."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from benchmarks.pairing import Sample, in_turn
from benchmarks.processes import Command, findings, run
from benchmarks.results import Result, Row, Table
from benchmarks.settings import Settings

NAME = "cold_start"


def measure(settings: Settings) -> Result:
    """Start commands, with nothing set that a user would not have set."""
    commands: dict[str, tuple[str, Command]] = {
        "classify": (
            "`findings classify` of one letter",
            findings("classify", settings.letter, "-o", settings.scratch / "letter.csv"),
        ),
        "help": ("`findings --help`", findings("--help")),
        "sklearn": (
            '`python -c "import sklearn.linear_model"`',
            [sys.executable, "-c", "import sklearn.linear_model"],
        ),
        "python": ('`python -c "pass"`', [sys.executable, "-c", "pass"]),
    }

    def table(name: str, title: str, *, compiled: bool) -> Table:
        def start(command: Command) -> Sample:
            environment = {} if compiled else uncompiled(settings.scratch)
            return run(command, one_thread=False, environment=environment)[0]

        contenders = {each: partial(start, command) for each, (_, command) in commands.items()}
        # The first time after something has changed, Python compiles it.
        samples = in_turn(contenders, settings.sizes.rounds, warm_up=settings.sizes.warm_up)
        rows = tuple(Row(each, shown, tuple(samples[each])) for each, (shown, _) in commands.items())
        return Table(name, title, "sklearn", 1, "command", rows)

    tables = (
        table("start", "Compiled, as installing leaves it", compiled=True),
        table("first", "Nothing compiled: Python reads every module anew", compiled=False),
    )
    return Result(NAME, settings.conditions, tables=tables)


def uncompiled(scratch: Path) -> dict[str, str]:
    """Settings with which Python finds no module compiled and keeps none."""
    return {"PYTHONPYCACHEPREFIX": str(scratch / "nothing-compiled"), "PYTHONDONTWRITEBYTECODE": "1"}
