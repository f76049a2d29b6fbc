"""`findings evaluate`, in this process: how training and evaluation fit together is in test_train.py."""

import json
from pathlib import Path

import mlflow
import pytest
from typer.testing import CliRunner

from inspection_findings.commands.app import app
from inspection_findings.corpus import Split
from inspection_findings.corpus.build import make_corpus
from inspection_findings.corpus.dataset import load_corpus, save_corpus
from inspection_findings.evaluation.predictions import Predictions, predict
from inspection_findings.evaluation.scoring import evaluate_scorer
from inspection_findings.model.scorer import load_model
from inspection_findings.model.storage import save_model
from inspection_findings.model.training import compact_model


@pytest.fixture(scope="module")
def folder(classifier, specimens, training_records, tmp_path_factory):
    """A dataset of some specimens, and a model that says it was trained on the training split."""
    folder = tmp_path_factory.mktemp("evaluate")
    some = [
        *training_records[:60],
        *specimens.splits[Split.VALIDATION][:200],
        *specimens.splits[Split.TEST][:40],
    ]
    save_corpus(make_corpus(some), folder / "dataset")
    scorer = compact_model(classifier, data={"fingerprint": "0" * 64, "splits": ["train"]}, metrics={})
    save_model(folder / "model", scorer.parameters, scorer.metadata)
    return folder


@pytest.fixture
def run(folder, monkeypatch):
    monkeypatch.chdir(folder)
    monkeypatch.delenv("COLUMNS", raising=False)

    def invoke(*arguments):
        return CliRunner().invoke(app, ["evaluate", "model", "--data", "dataset", *map(str, arguments)])

    return invoke


def test_figures_are_those_of_the_library(run):
    result = run("--format", "json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    expected = evaluate_scorer(load_model("model"), load_corpus(Path("dataset")).evaluation(Split.VALIDATION))
    for name, estimate in expected.estimates.items():
        ends = (estimate.value, estimate.low, estimate.high)
        assert tuple(found["estimates"][name].values()) == pytest.approx(ends, abs=1e-12)
    assert found["data"]["name"] == "validation split"
    assert found["data"]["fingerprint"] == load_corpus(Path("dataset")).fingerprint
    assert set(found["groups"]) == {"framework", "section"}


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        (["framework"], {"framework"}),
        (["none"], set()),
        (["section", "framework"], {"section", "framework"}),
    ],
)
def test_groups_are_those_asked_for(run, by, groups):
    options = [option for name in by for option in ("--by", name)]
    assert set(json.loads(run("--format", "json", *options).stdout)["groups"]) == groups


def test_the_name_of_the_output_sets_its_format(run, folder):
    assert run("-o", "figures.md").stdout == ""
    assert (folder / "figures.md").read_text().startswith("# model on validation split")
    run("-o", "figures.json")
    assert json.loads((folder / "figures.json").read_text())["sentences"] == 200
    assert "Validation split: 200 sentences" in run().stdout


def test_a_file_of_sentences_takes_the_place_of_a_split(run, folder):
    records = load_corpus(folder / "dataset").splits[Split.VALIDATION]
    rows = [
        {
            "id": r.id, "text": r.sentence.text, "section": r.sentence.section, "bullet": r.sentence.bullet,
            "passage": r.sentence.passage, "document": r.document, "framework": r.framework,
            "labels": [str(label) for label in r.labels],
        }
        for r in records
    ]  # fmt: skip
    (folder / "mine.jsonl").write_text("\n".join(map(json.dumps, rows)))
    found = json.loads(run("--sentences", "mine.jsonl", "--format", "json").stdout)
    split = json.loads(run("--format", "json").stdout)
    assert found["data"] == {
        "name": "sentences of mine.jsonl",
        "fingerprint": None,
        "sentences_fingerprint": found["data"]["sentences_fingerprint"],
    }
    assert {name: each["value"] for name, each in found["estimates"].items()} == {
        name: each["value"] for name, each in split["estimates"].items()
    }


def test_pictures_are_drawn_where_asked(run, folder):
    assert run("--plots", "new/pictures").exit_code == 0
    names = {path.name for path in (folder / "new" / "pictures").iterdir()}
    assert names == {"label_f1.svg", "precision_recall.svg", "reliability.svg", "domain_confusion.svg"}


def test_nothing_is_tracked_unless_asked_and_everything_then(run, folder, monkeypatch):
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    assert run().exit_code == 0
    assert not (folder / "experiments").exists()
    result = run("--track")
    assert result.exit_code == 0, result.stderr
    client = mlflow.MlflowClient(f"sqlite:///{folder / 'experiments' / 'mlflow.db'}")
    [run_id] = [word for word in result.stderr.split() if len(word) == 32]
    tracked = client.get_run(run_id)
    assert (tracked.info.status, tracked.data.tags["kind"]) == ("FINISHED", "evaluation")
    predictions = predict(load_model("model"), load_corpus(Path("dataset")).evaluation(Split.VALIDATION))
    assert tracked.data.tags["sentences.fingerprint"] == predictions.fingerprint
    assert 0 < tracked.data.metrics["pair_micro_f1_low"] <= tracked.data.metrics["pair_micro_f1"]
    assert tracked.data.metrics["framework/ilacs/pair_micro_f1"] > 0
    kept = {each.path for place in ("evaluation", "plots") for each in client.list_artifacts(run_id, place)}
    assert {"evaluation/predictions.npz", "evaluation/evaluation.json", "plots/label_f1.svg"} <= kept
    stored = client.download_artifacts(run_id, "evaluation/predictions.npz", str(folder))
    with open(stored, "rb") as stream:  # noqa: PTH123 - a path as MLflow gives it
        assert Predictions.from_bytes(stream.read()).fingerprint == predictions.fingerprint


def test_a_model_that_was_trained_on_the_split_is_called_out(run):
    result = run("--split", "train")
    assert result.exit_code == 0
    assert "the model was trained on the train split" in result.stderr
    assert "warning" not in run().stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--split", "exam"), "--split exam: expected one of train"),
        (("--split", "test", "--sentences", "x.jsonl"), "--split and --sentences: give one of them"),
        (("--sentences", "none.jsonl"), "none.jsonl"),
        (("--output", "figures.xlsx"), "xlsx is not written here"),
        (("--output", "nowhere/figures.md"), "nowhere does not exist"),
        (("--plots", "model/model.json"), "model.json"),
    ],
)
def test_a_mistake_is_one_line(run, options, message):
    result = run(*options)
    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    assert message in line
