"""The Tab key: what each shell is offered, and how it learns whom to ask."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from inspection_findings.labels import Domain


def findings(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "inspection_findings", *arguments]
    env = {**os.environ, **environment}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=env)


def offered(shell: str, line: str) -> str:
    """What is offered for the last word of a line, which may be empty."""
    return findings(
        _FINDINGS_COMPLETE=f"complete_{shell}",
        _TYPER_COMPLETE_ARGS=line,
        _TYPER_COMPLETE_FISH_ACTION="get-args",
        COMP_WORDS=line,
        COMP_CWORD=str(len(line.split(" ")) - 1),
    ).stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_commands_are_offered(shell):
    assert "classify" in offered(shell, "findings cla")


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("findings classify --domain ", [each.value for each in Domain]),
        ("findings classify --format x", ["xlsx"]),
        # Files are left to the shell, which knows more of them.
        ("findings classify letters/", []),
    ],
)
def test_options_and_their_values_are_offered(line, values):
    assert offered("bash", line).split() == values


def test_installing_writes_where_the_shell_looks(tmp_path):
    told = {"HOME": str(tmp_path), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    result = findings("--install-completion", "bash", **told)
    assert result.returncode == 0
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any("_FINDINGS_COMPLETE" in path.read_text() for path in written)
    assert Path(tmp_path, ".bashrc") in written
