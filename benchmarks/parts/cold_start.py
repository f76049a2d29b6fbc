"""What an analyst waits for: a command from its start to its end."""

from __future__ import annotations

import sys
from functools import partial

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

    def start(command: Command) -> Sample:
        return run(command, one_thread=False)[0]

    contenders = {name: partial(start, command) for name, (_, command) in commands.items()}
    samples = in_turn(contenders, settings.sizes.rounds, warm_up=settings.sizes.warm_up)
    rows = tuple(Row(name, title, tuple(samples[name])) for name, (title, _) in commands.items())
    table = Table("start", "From start to end", "sklearn", 1, "command", rows)
    return Result(NAME, settings.conditions, tables=(table,))
