"""The command fuzzes, counts, and keeps what it finds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("atheris", reason="installed on Linux with Python before 3.13")

ROOT = Path(__file__).resolve().parents[2]


def test_a_short_run_counts_what_it_tried(tmp_path):
    counts = tmp_path / "fuzz.json"
    command = [sys.executable, "-m", "fuzz", "--seconds", "6", "--jobs", "1", "--only", "text"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tests")}
    ran = subprocess.run(
        [*command, "--output", counts], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(counts.read_text())["text"]
    assert found["tried"] > 10
    assert found["cpu_seconds"] > 3
    assert (found["raised"], found["ended"]) == ({}, 0)


def test_what_raises_is_kept_once_a_place_and_the_search_goes_on(tmp_path):
    from fuzz.worker import Search

    def upset(data: bytes) -> None:
        if data.startswith(b"!"):
            raise LookupError("no such thing")

    search = Search(upset, tmp_path / "state.json", tmp_path, seconds=3600 * 24)
    for data in (b"sound", b"!first", b"!second", b"sound"):
        search.one(data)
    search.tell()
    told = json.loads((tmp_path / "state.json").read_text())
    assert told["tried"] == 4
    [(place, name)] = told["raised"].items()
    assert place.startswith("LookupError at test_fuzz.py:")
    assert (tmp_path / name).read_bytes() == b"!first"
