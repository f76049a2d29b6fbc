"""`findings compare`, in this process, on specimens."""

import dataclasses
import hashlib
import json
import xml.etree.ElementTree as ElementTree
from collections import Counter

import numpy as np
import pytest
from typer.testing import CliRunner

from inspection_findings.commands.app import app
from inspection_findings.corpus import Split
from inspection_findings.corpus.build import make_corpus
from inspection_findings.corpus.dataset import save_corpus
from inspection_findings.evaluation.comparison import compare
from inspection_findings.evaluation.predictions import PREDICTIONS_FILE, predict
from inspection_findings.model.scorer import Scorer, load_model
from inspection_findings.model.storage import save_model
from inspection_findings.model.training import compact_model
from inspection_findings.tracking import tracked_run
from inspection_findings.tracking.artifacts import log_file, log_folder


def validation(specimens):
    """A few sentences of every document: it is documents that models are told apart by."""
    seen = Counter()
    chosen = []
    for record in specimens.splits[Split.VALIDATION]:
        seen[record.document] += 1
        if seen[record.document] <= 8:
            chosen.append(record)
    return chosen


@pytest.fixture(scope="module")
def folder(classifier, specimens, training_records, tmp_path_factory):
    """A dataset, a good model, one that reports far too much, and one that has seen the validation split."""
    folder = tmp_path_factory.mktemp("compare")
    save_corpus(
        make_corpus([*training_records[:60], *validation(specimens), *specimens.splits[Split.TEST][:60]]),
        folder / "dataset",
    )
    for name, factor, splits in (
        ("good", 1.0, ["train"]),
        ("bad", 0.2, ["train"]),
        ("seen", 1.0, ["validation"]),
    ):
        scorer = compact_model(classifier, data={"fingerprint": "0" * 64, "splits": splits}, metrics={})
        parameters = dataclasses.replace(scorer.parameters, thresholds=scorer.thresholds * factor)
        save_model(folder / name, parameters, scorer.metadata)
    return folder


@pytest.fixture
def run(folder, monkeypatch):
    monkeypatch.chdir(folder)
    monkeypatch.delenv("COLUMNS", raising=False)

    def invoke(*arguments):
        return CliRunner().invoke(app, ["compare", *map(str, arguments), "--data", "dataset"])

    return invoke


def record(result):
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def stored_for(folder, name, examples):
    """Keep predictions beside a model, as if it had been measured on other sentences in training."""
    predictions = predict(load_model(folder / name), examples)
    keep(folder / name, predictions.to_bytes())
    return predictions


def keep(model, data):
    """Put predictions beside a model, and their fingerprint into it, as training does."""
    (model / PREDICTIONS_FILE).write_bytes(data)
    description = json.loads((model / "model.json").read_text())
    description["metrics"]["predictions_sha256"] = hashlib.sha256(data).hexdigest()
    (model / "model.json").write_text(json.dumps(description))


@pytest.fixture
def kept(folder):
    """Take away what a test keeps beside the models."""
    yield
    for path in folder.glob(f"*/{PREDICTIONS_FILE}"):
        path.unlink()


def test_a_worse_model_is_worse_and_the_exit_code_is_0(run):
    result = run("good", "bad")
    assert result.exit_code == 0
    assert "B is worse by 0." in result.stdout
    assert "validation split" in result.stdout
    assert "A: good (scored now)" in result.stdout


def test_figures_are_those_of_the_library(run, folder, specimens):
    found = record(run("good", "bad", "--format", "json"))
    good, bad = (predict(load_model(folder / name), validation(specimens)) for name in ("good", "bad"))
    expected = compare(good, bad)
    assert found["comparisons"][0]["metrics"]["pair_micro_f1"] == dataclasses.asdict(expected.headline)
    assert found["data"]["sentences_fingerprint"] == good.fingerprint
    assert found["comparisons"][0]["outcome"] == "worse"


def test_several_models_are_each_compared_with_the_first_and_adjusted_for_it(run):
    found = record(run("good", "bad", "good", "--format", "json"))
    worse, same = found["comparisons"]
    assert [worse["model"]["letter"], same["model"]["letter"]] == ["B", "C"]
    assert (worse["outcome"], same["outcome"]) == ("worse", "same")
    raw = worse["metrics"]["pair_micro_f1"]["p_value"]
    assert worse["adjusted_p_value"] == pytest.approx(2 * raw)


def test_changed_sentences_and_the_picture_are_written(run, folder):
    result = run("good", "bad", "--changed", "changed.jsonl", "--plot", "changes.svg", "-o", "out.json")
    assert result.exit_code == 0, result.stderr
    lines = [json.loads(line) for line in (folder / "changed.jsonl").read_text().splitlines()]
    found = json.loads((folder / "out.json").read_text())
    assert len(lines) == found["comparisons"][0]["changed_sentences"] > 0
    assert lines[0]["baseline_findings"] != lines[0]["model_findings"]
    assert ElementTree.parse(folder / "changes.svg").getroot().tag.endswith("svg")  # noqa: S314 - made here


@pytest.mark.parametrize(
    ("name", "begins"), [("out.html", "<!doctype html>"), ("out.md", "# Models compared")]
)
def test_the_name_of_the_output_sets_its_format(run, folder, name, begins):
    assert run("good", "bad", "-o", name).exit_code == 0
    assert (folder / name).read_text().startswith(begins)


def test_predictions_that_were_stored_are_used(run, folder, specimens, kept):
    stored_for(folder, "good", validation(specimens))
    # The model that has seen the split was measured before it did.
    stored_for(folder, "seen", validation(specimens))
    result = run("good", "seen", "bad", "--format", "json")
    found = record(result)
    made = [found["baseline"], *(each["model"] for each in found["comparisons"])]
    assert [each["predictions"] for each in made] == ["stored", "stored", "now"]
    assert "warning" not in result.stderr


def test_stored_predictions_need_no_corpus(run, folder, specimens, kept):
    for name in ("good", "bad"):
        stored_for(folder, name, validation(specimens))
    result = run("good", "bad", "--data", "nowhere")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith(f"stored predictions: {len(validation(specimens))} sentences")


def test_predictions_of_other_sentences_are_refused_unless_rescored(run, folder, specimens, kept):
    other = stored_for(folder, "bad", specimens.splits[Split.TEST][:50])
    refused = run("good", "bad")
    assert refused.exit_code == 2
    [line] = refused.stderr.splitlines()
    assert f"good was scored now on {len(validation(specimens))} sentences" in line
    assert f"bad was scored in training on 50 sentences (fingerprint {other.fingerprint[:8]})" in line
    assert "--rescore" in line
    assert record(run("good", "bad", "--rescore", "--format", "json"))["data"]["sentences"] == len(
        validation(specimens)
    )


def test_naming_the_sentences_leaves_stored_predictions_of_others_aside(run, folder, specimens, kept):
    stored_for(folder, "bad", validation(specimens))
    found = record(run("good", "bad", "--split", "test", "--format", "json"))
    assert found["data"]["name"] == "test split"
    assert found["comparisons"][0]["model"]["predictions"] == "now"
    found = record(run("good", "bad", "--split", "validation", "--format", "json"))
    assert found["comparisons"][0]["model"]["predictions"] == "stored"


def test_a_file_of_sentences_can_be_compared_on(run, folder):
    rows = [
        {"id": i, "text": text, "labels": labels}
        for i, (text, labels) in enumerate(
            [("Caseloads are too high.", ["workforce:weakness"]), ("Inspectors met three teams.", [])] * 3
        )
    ]
    (folder / "mine.jsonl").write_text("\n".join(map(json.dumps, rows)))
    found = record(run("good", "bad", "--sentences", "mine.jsonl", "--format", "json"))
    assert (found["data"]["sentences"], found["data"]["documents"]) == (6, 6)
    assert found["data"]["fingerprint"] is None


def test_a_model_that_has_seen_the_split_is_called_out_by_name(run):
    result = run("good", "seen")
    assert result.exit_code == 0
    assert "seen was trained on the validation split" in result.stderr
    assert "good was" not in result.stderr


def test_a_run_is_compared_by_the_predictions_it_kept(run, folder, specimens, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{folder / 'runs.db'}")
    monkeypatch.setenv("FINDINGS_CACHE", str(folder / "cache"))
    monkeypatch.chdir(folder)
    scorer: Scorer = load_model(folder / "good")
    with tracked_run("good", {}, {}) as run_id:
        log_folder(folder / "good", "compact")
    bare = run(run_id, "bad")
    assert f"{run_id}: no stored predictions, so it is scored now" in bare.stderr
    assert bare.exit_code == 0
    log_file("evaluation/predictions.npz", predict(scorer, validation(specimens)).to_bytes(), run_id=run_id)
    found = record(run(run_id, "bad", "--format", "json"))
    assert found["baseline"] == {"letter": "A", "name": run_id, "run_id": run_id, "predictions": "stored"}


def test_damaged_predictions_are_named(run, folder, kept):
    keep(folder / "bad", b"\x00")
    result = run("good", "bad")
    assert result.exit_code == 2
    assert "bad: damaged predictions" in result.stderr
    assert "--rescore" in result.stderr


def test_predictions_of_another_model_are_not_taken_for_this_ones(run, folder, specimens, kept):
    stored_for(folder, "good", validation(specimens)[:-20])
    (folder / "bad" / PREDICTIONS_FILE).write_bytes((folder / "good" / PREDICTIONS_FILE).read_bytes())
    result = run("bad", "bad", "--format", "json")
    assert "is not of the model beside it, so this is scored now" in result.stderr
    assert record(result)["data"]["sentences"] == len(validation(specimens))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("good",), "1 models: 2 to 26 can be compared"),
        (("good", "nothing"), "nothing is not a model"),
        (("good", "bad", "--plot", "changes.png"), "--plot changes.png: is drawn as SVG"),
        (("good", "bad", "-o", "out.csv"), "csv is not written here"),
        (("good", "bad", "--changed", "nowhere/c.jsonl"), "nowhere does not exist"),
        (("good", "bad", "--split", "exam"), "--split exam: expected one of train"),
    ],
)
def test_a_mistake_is_one_line(run, arguments, message):
    result = run(*arguments)
    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    assert message in line


def test_scores_decide_and_not_the_model_alone(folder, specimens):
    # Both have the same weights: only where they begin to report sets them apart.
    good, bad = (predict(load_model(folder / name), validation(specimens)) for name in ("good", "bad"))
    assert np.array_equal(good.probabilities, bad.probabilities)
    assert not np.array_equal(good.scored.predicted, bad.scored.predicted)
