"""Pages that walk through commands: what they show, to be run and held against what is printed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.main import get_command

from inspection_findings.commands.app import app

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", flags=re.M | re.S)


@dataclass(frozen=True)
class Shown:
    """A command of a page, and what the page says that it prints."""

    command: str
    lines: tuple[str, ...]


def blocks(page: str) -> list[tuple[str, str]]:
    """Language and content of each block of code."""
    return _BLOCK.findall(page)


def shown_in(block: str) -> list[Shown]:
    """The commands of a console block, each with its output."""
    parts = re.split(r"^\$ ", block, flags=re.M)
    assert not parts[0]
    return [Shown(lines[0], tuple(lines[1:])) for lines in (part.splitlines() for part in parts[1:])]


def findings(words: Sequence[str], cwd: Path, environment: Mapping[str, str] | None = None) -> Any:
    """Run the command; standard error goes where standard output goes, as on a terminal."""
    unset = {"MLFLOW_TRACKING_URI", *(environment or {})}
    return subprocess.run(
        [sys.executable, "-m", "inspection_findings", *words],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", timeout=240,
        cwd=cwd, check=False, env={
            **{name: value for name, value in os.environ.items() if name not in unset},
            "COLUMNS": "100", "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1", **(environment or {}),
        },
    )  # fmt: skip


def assert_shown(wanted: Sequence[str], printed: Sequence[str]) -> None:
    """Hold lines of a page against what was printed.

    In a page ``…`` stands for lines that are left out, and within a line for a part of it.
    """
    if "…" not in wanted:
        assert len(printed) == len(wanted), "\n".join(printed)
    rest = iter(printed)
    for line in wanted:
        # In order: each line shown is found after the one before it.
        shown = line == "…" or any(_is_shown(line, each) for each in rest)
        assert shown, f"{line!r} is not in\n" + "\n".join(printed)


def _is_shown(line: str, printed: str) -> bool:
    pattern = ".+".join(re.escape(part) for part in line.split("…"))
    return re.fullmatch(pattern, printed) is not None


def assert_named_commands_exist(page: str) -> set[str]:
    """Check that every command and option that the text names exists; the options are returned."""
    prose = _BLOCK.sub("", page)
    options = {option for command in _commands(get_command(app)) for p in command.params for option in p.opts}
    named = set(re.findall(r"`(--[a-z-]+)", prose))
    assert named <= options
    for words in re.findall(r"`findings ([a-z ]+)", prose):
        command = get_command(app)
        for word in words.split():
            # What comes after a command's name is what it is given.
            if hasattr(command, "commands"):
                command = command.commands[word]
    return named


def _commands(command: Any) -> Iterator[Any]:
    yield command
    for inner in getattr(command, "commands", {}).values():
        yield from _commands(inner)
