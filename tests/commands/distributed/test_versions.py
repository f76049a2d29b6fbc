"""Versions of this process and of others, and what is said where they differ."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from inspection_findings.commands.distributed.versions import (
    FITTING,
    READING,
    code_digest,
    described,
    disagreement,
)

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("libraries", [READING, FITTING])
def test_what_decides_results_is_described(libraries):
    assert set(described(libraries)) == {"Python", "inspection-findings", *libraries}
    assert "none" not in described(libraries).values()
    assert described(["no-such-library"])["no-such-library"] == "none"


def test_libraries_are_those_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    base, train = project["dependencies"], project["optional-dependencies"]["train"]
    names = {re.split(r"[<>=]", line)[0] for line in [*base, *train]}
    assert {*READING, *FITTING} <= names


def test_a_digest_tells_any_change_of_code_and_no_other(tmp_path):
    (tmp_path / "a.py").write_text("1")
    before = code_digest(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("2")
    assert code_digest(tmp_path) == before
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    moved = code_digest(tmp_path)
    (tmp_path / "b.py").write_text("2")
    assert len({before, moved, code_digest(tmp_path)}) == 3


def test_the_first_difference_is_named():
    ours = {"Python": "3.11", "numpy": "2.4.6", "lxml": "6.0"}
    assert disagreement("the worker a", {**ours, "other": "1"}, ours) is None
    assert disagreement("the worker a", {**ours, "numpy": "1.26.4"}, ours) == (
        "the worker a has numpy 1.26.4, this command 2.4.6: install the same on both"
    )
    assert "has lxml none," in disagreement("the worker a", {"Python": "3.11", "numpy": "2.4.6"}, ours)
