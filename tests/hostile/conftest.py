"""The real command and the model that is shipped, in a folder of hostile documents."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

import inspection_findings
from inspection_findings.commands.app import app
from inspection_findings.model.scorer import Scorer, load_model


@pytest.fixture(scope="session")
def shipped() -> Scorer:
    return load_model()


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    rows: list[dict]
    errors: list[str]

    @property
    def text(self) -> str:
        """All sentences that came out."""
        return " ".join(row["text"] for row in self.rows)

    @property
    def documents(self) -> set[str]:
        """Names of the documents whose sentences came out."""
        return {row["document"] for row in self.rows}


@pytest.fixture
def classify(shipped: Scorer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Outcome]:
    """Run `findings classify` in the test's own folder; what it writes must parse."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(inspection_findings, "load_model", lambda path=None: shipped)

    def run(*arguments: str | Path) -> Outcome:
        options = ("--format", "jsonl", "--quiet", "--timeout", "60")
        done = CliRunner().invoke(app, ["classify", *options, *map(str, arguments)])
        rows = [json.loads(line) for line in done.stdout.split("\n") if line]
        return Outcome(done.exit_code, rows, done.stderr.splitlines())

    return run
