"""The option that names a model, as far as no store is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from inspection_findings.commands.models import model_folder

NOWHERE = "http://127.0.0.1:9"


def test_a_folder_is_taken_as_it_is():
    assert model_folder(None) is None
    assert model_folder("some/where") == Path("some/where")


@pytest.mark.parametrize(
    ("model", "message"),
    [
        ("models:/inspection-findings@champion", f"models cannot be looked up in {NOWHERE}: "),
        ("0" * 32, f"run {'0' * 32} cannot be read in {NOWHERE}: "),
        ("models:/other/1", "models:/other/1: no address of a model: give a folder, models:/"),
    ],
)
def test_what_cannot_be_had_is_one_line(run, letter, monkeypatch, model, message):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", NOWHERE)
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    monkeypatch.setenv("FINDINGS_CACHE", str(letter.parent / "cache"))
    result = run("classify", letter, "--model", model)
    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    assert line.startswith(f"findings: error: {message}")


def test_without_mlflow_the_extra_is_named(letter):
    code = "import sys; sys.modules['mlflow'] = None; import inspection_findings.commands.app as a; a.main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "classify", letter, "--model", "models:/inspection-findings@champion"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "pip install 'inspection-findings[serve]'" in done.stderr


@pytest.mark.parametrize("command", [("classify",), ("label", "export")])
def test_help_says_how_a_model_is_named(run, monkeypatch, command):
    monkeypatch.setenv("COLUMNS", "200")
    assert "a folder, models:/inspection-findings@champion" in run(*command, "--help").stdout
