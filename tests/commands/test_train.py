"""Data, training and evaluation from the command line, as a newcomer runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from datafolder import copy_data

DATA = Path(__file__).resolve().parents[2] / "data"
SMALL = ("--set", "folds=2", "--set", 'features.fields=[{name="words",source="text",high=1}]', "--jobs", "1")


def findings(*arguments, cwd):
    environment = {name: value for name, value in os.environ.items() if name != "MLFLOW_TRACKING_URI"}
    return subprocess.run(
        [sys.executable, "-m", "inspection_findings", *map(str, arguments)],
        capture_output=True, text=True, timeout=300, cwd=cwd, env=environment, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An empty folder with the dataset of some specimens, and a model trained on it."""
    folder = tmp_path_factory.mktemp("work")
    copy_data(DATA, folder / "data", specimens=45)
    built = findings("data", "build", "-o", "dataset", cwd=folder)
    assert built.returncode == 0, built.stderr
    assert "report: 370 not at hand: see `findings data fetch`" in built.stderr
    [row] = [line.split() for line in built.stdout.splitlines() if "100.00%" in line]
    assert [cell for cell in row if cell != "│"][:3] == ["specimen", "45", "45"]
    trained = findings("train", "--data", "dataset", "--output", "model", *SMALL, cwd=folder)
    assert trained.returncode == 0, trained.stderr
    (folder / "trained.txt").write_text(trained.stdout)
    (folder / "said.txt").write_text(trained.stderr)
    return folder


def test_training_prints_figures_and_saves_a_model_that_classifies(folder):
    printed = (folder / "trained.txt").read_text()
    assert "pair micro f1" in printed
    assert "voice:weakness" in printed
    sentence = {"id": 1, "text": "Staff turnover and caseloads of social workers are too high."}
    (folder / "lines.jsonl").write_text(json.dumps(sentence))
    result = findings("classify", "--model", "model", "lines.jsonl", cwd=folder)
    [line] = result.stdout.splitlines()
    scores = json.loads(line)["scores"]
    assert max(scores, key=scores.get) == "workforce:weakness"


def test_training_is_tracked_where_the_design_says(folder):
    assert (folder / "experiments" / "mlflow.db").is_file()
    assert not (folder / "mlruns").exists()


def test_the_model_is_registered_and_classifies_by_its_address(folder, monkeypatch):
    said = (folder / "said.txt").read_text()
    assert "registered as models:/inspection-findings/1, the challenger" in said
    run_id = said.split(" run ")[1].split()[0]
    monkeypatch.setenv("FINDINGS_CACHE", str(folder / "cache"))
    (folder / "lines.jsonl").write_text(json.dumps({"id": 1, "text": "Caseloads are too high."}))
    models = ("model", "models:/inspection-findings@challenger", run_id)
    given = [findings("classify", "--model", model, "lines.jsonl", cwd=folder) for model in models]
    assert [each.returncode for each in given] == [0, 0, 0], given[1].stderr + given[2].stderr
    assert given[0].stdout == given[1].stdout == given[2].stdout
    assert [path.name for path in (folder / "cache" / "models").iterdir()] == [run_id]


@pytest.mark.parametrize("cache", ["--no-cache", "--cache"])
def test_training_again_gives_the_same_model(folder, cache):
    [kept] = (folder / "experiments" / ".memory").rglob("*.npz")
    again = findings("train", "--data", "dataset", "--output", "again", cache, *SMALL, cwd=folder)
    assert [kept] == list((folder / "experiments" / ".memory").rglob("*.npz"))
    assert again.returncode == 0, again.stderr
    assert (folder / "again" / "model.npz").read_bytes() == (folder / "model" / "model.npz").read_bytes()


def test_evaluating_gives_the_figures_that_training_gave(folder):
    result = findings("evaluate", "model", "--data", "dataset", "--by", "none", cwd=folder)
    assert result.returncode == 0, result.stderr
    table = result.stdout[result.stdout.index("figure") :]
    assert table.strip()
    assert table.strip().splitlines()[2:] == [
        line
        for line in (folder / "trained.txt").read_text().split("figure", 1)[1].strip().splitlines()[2:]
        if not line.startswith("model ")
    ]


def test_evaluating_on_what_was_trained_on_is_called_out(folder):
    result = findings("evaluate", "model", "--data", "dataset", "--split", "train", cwd=folder)
    assert result.returncode == 0
    assert "was trained on the train split" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("train", "--data", "nowhere"), "nowhere: no dataset there: run `findings data build` first"),
        (("train", "--data", "dataset", "--set", "folds=0"), "folds"),
        (("train", "--data", "dataset", "--config", "no.toml"), "no.toml: cannot be read"),
        (("train", "--data", "dataset", "--jobs", "0"), "--jobs 0: 1 or more processes"),
        (("train", "--data", "dataset", "--output", "trained.txt"), "trained.txt"),
        (("data", "build", "--specimens-only", "-o", "model"), "something else than a dataset"),
        (("evaluate", "nothing", "--data", "dataset"), "nothing is not a model"),
        (
            ("evaluate", "model", "--data", "dataset", "--split", "exam"),
            "--split exam: expected one of train",
        ),
        (("data", "build", "--data", "dataset"), "sources.csv: cannot be read as the list of documents"),
    ],
)
def test_a_mistake_is_one_clear_line_and_exit_code_2(folder, arguments, message):
    result = findings(*arguments, cwd=folder)
    assert result.returncode == 2
    [line] = result.stderr.splitlines()
    assert line.startswith("findings: error: ")
    assert message in line


def test_a_field_without_terms_is_explained(folder):
    fields = 'features.fields=[{name="words",source="text",min_df=99999}]'
    result = findings("train", "--data", "dataset", "--output", "none", "--set", fields, cwd=folder)
    assert result.returncode == 2
    assert "cannot be trained on these data" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_tracking_server_that_is_not_there_is_explained(folder):
    environment = {**os.environ, "MLFLOW_TRACKING_URI": "http://127.0.0.1:9"}
    command = [sys.executable, "-m", "inspection_findings", "train", "--data", "dataset", "--output", "none"]
    result = subprocess.run(
        [*command, *SMALL],
        capture_output=True, text=True, timeout=120, cwd=folder, env=environment, check=False,
    )  # fmt: skip
    assert result.returncode == 2
    assert "runs cannot be tracked in http://127.0.0.1:9" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_missing_extra_is_named(folder):
    # As in a base install: the package is there, scikit-learn is not.
    code = "import sys; sys.modules['sklearn'] = None; import inspection_findings.commands.app as a; a.main()"
    result = subprocess.run(
        [sys.executable, "-c", code, "train", "--data", "dataset"],
        capture_output=True, text=True, cwd=folder, check=False,
    )  # fmt: skip
    assert result.returncode == 2
    assert "pip install 'inspection-findings[train]'" in result.stderr
