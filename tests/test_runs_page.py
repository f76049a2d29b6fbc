"""The walk from a changed feature to a promoted model is run as it stands."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path

import mlflow
import pandas as pd
import pytest

from datafolder import copy_data
from inspection_findings.tracking.lookup import find_version
from inspection_findings.tracking.served import COLUMNS
from walkthrough import assert_named_commands_exist, assert_shown, blocks, findings, shown_in

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "runs.md").read_text(encoding="utf-8")
COMMANDS = [shown for language, block in blocks(PAGE) if language == "console" for shown in shown_in(block)]
QUICK = ("--set", "folds=2", "--set", "second_pass.rounds=1", "--jobs", "1")
HELD_BACK = 3


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    lines: list[str]


@dataclass(frozen=True)
class Walk:
    """The checkout after the walk, and what every command did."""

    path: Path
    ran: list[Ran]


@pytest.fixture(scope="module")
def walk(tmp_path_factory):
    top = tmp_path_factory.mktemp("walk")
    path = top / "checkout"
    copy_data(ROOT / "data", path / "data", specimens=60)
    shutil.copytree(ROOT / "experiments", path / "experiments", ignore=only_settings)
    letter = "data/raw/specimens/northmere-ilacs-2024-03-08.pdf"
    shutil.copy(ROOT / letter, path / letter)
    ran = []
    for shown in COMMANDS:
        name, *words = shlex.split(shown.command)
        assert name == "findings"
        # Training is the same with less of it; else nothing is left out.
        words += {"train": QUICK, "data": ("--jobs", "1")}.get(words[0], ())
        done = findings(
            words, path, {"FINDINGS_CACHE": str(top / "cache"), "FINDINGS_ACTOR": "ada@fernshire"}
        )
        ran.append(Ran(done.returncode, done.stdout.splitlines()))
    return Walk(path, ran)


def only_settings(folder, names):
    return [name for name in names if not name.endswith(".toml")]


@pytest.mark.parametrize("index", range(len(COMMANDS)), ids=[shown.command for shown in COMMANDS])
def test_each_command_prints_what_the_page_shows(walk, index):
    shown, ran = COMMANDS[index], walk.ran[index]
    held_back = any("held back" in line for line in shown.lines)
    assert ran.code == (HELD_BACK if held_back else 0), "\n".join(ran.lines)
    # Layout apart.
    assert_shown(
        [" ".join(line.split()) for line in shown.lines], [" ".join(line.split()) for line in ran.lines]
    )


def test_what_was_written_is_what_the_page_says(walk):
    top = walk.path.parent
    page = (top / "comparison.html").read_text("utf-8")
    assert "models/first" in page
    assert "data:image/svg+xml" in page
    changed = [json.loads(line) for line in (top / "changed.jsonl").read_text("utf-8").splitlines()]
    assert changed
    assert "text" not in changed[0]
    card = (top / "card.md").read_text("utf-8")
    assert "`models:/inspection-findings/3`, `champion` and `challenger`" in card
    assert "Last decision: **promoted**" in card
    assert len((top / "findings.csv").read_text("utf-8").splitlines()) > 10


def test_every_command_and_option_that_the_text_names_exists():
    assert {"--again"} <= assert_named_commands_exist(PAGE)
    targets = (ROOT / "Makefile").read_text("utf-8")
    for name in ("train", "compare", "promote", "evaluate", "ui"):
        assert f"`make {name}" in PAGE
        assert f"\n{name}:" in targets


def test_the_request_of_the_page_is_answered_by_the_model_that_is_served(walk, monkeypatch):
    [block] = [block for language, block in blocks(PAGE) if language == "sh"]
    [request] = re.findall(r"-d \\\n\s+'(.*)'", block)
    rows = pd.DataFrame(json.loads(request)["dataframe_records"])
    monkeypatch.chdir(walk.path)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{walk.path / 'experiments' / 'mlflow.db'}")
    mlflow.set_tracking_uri(None)
    version = find_version("models:/inspection-findings@challenger")
    answer = mlflow.pyfunc.load_model(f"models:/inspection-findings/{version.version}").predict(rows)
    assert "oversight" in {found["domain"] for found in answer["findings"][0]}
    assert len(answer["scores"][0]) == 22


def test_the_function_of_spark_is_given_the_columns_in_their_order():
    [block] = [block for language, block in blocks(PAGE) if language == "python"]
    assert f"find({', '.join(json.dumps(name) for name in COLUMNS)})" in block
