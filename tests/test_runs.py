"""A whole training run: tracked, saved, and its pipeline equal to the compact model."""

import hashlib
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import mlflow
import numpy as np
import pytest

from inspection_findings import load_model, runs
from inspection_findings.corpus import Corpus, Split
from inspection_findings.corpus.build import make_corpus
from inspection_findings.evaluation.metrics import evaluate
from inspection_findings.evaluation.predictions import Predictions
from inspection_findings.exceptions import CorpusError
from inspection_findings.model.config import FeaturesConfig, FieldConfig, TrainingConfig
from inspection_findings.model.features import sentence_table
from inspection_findings.runs import TrainingRun, run_training
from inspection_findings.tracking import EXPERIMENT, TRUSTED_TYPES
from inspection_findings.tracking.addresses import MODEL_NAME
from inspection_findings.tracking.registry import NoRegistryError

CONFIG = TrainingConfig(
    name="tiny",
    folds=2,
    features=FeaturesConfig(fields=(FieldConfig(name="words", source="text", high=1),)),
)


@dataclass
class Done:
    run: TrainingRun
    corpus: Corpus
    folder: Path
    said: list[str]


@pytest.fixture(scope="module")
def done(specimens, training_records, tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    corpus = make_corpus([*training_records, *specimens.splits[Split.VALIDATION][:300]])
    said = []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("MLFLOW_TRACKING_URI", raising=False)
        run = run_training(corpus, CONFIG, folder / "model", all_data=True, curve=True, report=said.append)
    return Done(run, corpus, folder, said)


@pytest.fixture
def client(done, monkeypatch):
    monkeypatch.chdir(done.folder)
    return mlflow.MlflowClient(f"sqlite:///{done.folder / 'experiments' / 'mlflow.db'}")


def test_the_run_is_in_the_database_with_its_settings(done, client):
    run = client.get_run(done.run.run_id)
    assert run.info.status == "FINISHED"
    assert client.get_experiment(run.info.experiment_id).name == EXPERIMENT
    assert run.data.params["folds"] == "2"
    assert run.data.params["features.fields.0.name"] == "words"
    assert run.data.tags["data.fingerprint"] == done.corpus.fingerprint
    assert run.data.tags["git.revision"]


def test_every_figure_is_tracked_with_its_interval(done, client):
    metrics = client.get_run(done.run.run_id).data.metrics
    for name, estimate in done.run.evaluation.estimates.items():
        assert metrics[name] == pytest.approx(estimate.value)
        assert metrics[f"{name}_low"] == pytest.approx(estimate.low)
        assert metrics[f"{name}_high"] == pytest.approx(estimate.high)
    assert "f1/voice.weakness" in metrics


def test_the_logged_pipeline_loads_without_pickle_and_equals_the_compact_model(done, client):
    import skops.io

    experiment = client.get_run(done.run.run_id).info.experiment_id
    [logged] = client.search_logged_models([experiment], filter_string="name='pipeline'")
    folder = Path(logged.artifact_location.removeprefix("file://"))
    assert not list(folder.rglob("*.pkl"))
    pipeline = skops.io.load(next(folder.rglob("*.skops")), trusted=TRUSTED_TYPES)
    sentences = [r.sentence for r in done.corpus.splits[Split.VALIDATION][:200]]
    scores = load_model(done.folder / "model").score(sentences)
    assert np.abs(pipeline.predict_proba(sentence_table(sentences, reach=2)) - scores).max() < 1e-6


def test_the_compact_model_and_the_label_table_are_artifacts(done, client):
    names = {a.path for a in client.list_artifacts(done.run.run_id)}
    assert {"compact", "per_label.json"} <= names
    assert {"compact/model.npz", "compact/model.json", "compact/README.md"} <= {
        a.path for a in client.list_artifacts(done.run.run_id, "compact")
    }


def test_predictions_are_kept_with_the_run_and_beside_the_model(done, client):
    held_out = done.corpus.splits[Split.VALIDATION]
    beside = (done.folder / "model" / "predictions.npz").read_bytes()
    noted = done.run.scorer.metadata.metrics["predictions_sha256"]
    assert hashlib.sha256(beside).hexdigest() == noted
    copied = client.download_artifacts(done.run.run_id, "evaluation/predictions.npz")
    assert Path(copied).read_bytes() == beside
    found = Predictions.from_bytes(beside)
    assert found.ids == tuple(record.id for record in held_out)
    assert found.data_fingerprint == done.corpus.fingerprint
    # What was saved has read the validation split; what is kept was said before.
    value = evaluate(found.scored, found.documents, resamples=2).estimates["pair_micro_f1"].value
    assert value == done.run.evaluation.estimates["pair_micro_f1"].value
    assert not np.allclose(done.run.scorer.score([r.sentence for r in held_out]), found.probabilities)


def test_pictures_are_artifacts(done, client):
    names = {Path(a.path).name for a in client.list_artifacts(done.run.run_id, "plots")}
    assert {
        "label_f1.svg",
        "precision_recall.svg",
        "domain_confusion.svg",
        "reliability.svg",
        "learning_curve.svg",
    } <= names


def test_the_model_is_registered_as_the_challenger_and_no_champion(done, client):
    found = client.get_model_version_by_alias(MODEL_NAME, "challenger")
    assert (found.run_id, int(found.version)) == (done.run.run_id, 1)
    assert done.run.version.address == "models:/inspection-findings/1"
    assert list(client.get_registered_model(MODEL_NAME).aliases) == ["challenger"]


def test_where_there_is_no_registry_the_run_is_none_the_worse(monkeypatch):
    def refuse(run_id):
        raise NoRegistryError(f"no registry for {run_id}")

    monkeypatch.setattr(runs, "register", refuse)
    said = []
    assert runs._registered("a run", said.append) is None
    assert said == ["no registry for a run"]


def test_the_saved_model_was_trained_on_everything_and_says_what_it_was_measured_on(done):
    data, metrics = done.run.scorer.metadata.data, done.run.scorer.metadata.metrics
    assert data["splits"] == ["train", "validation", "test"]
    assert data["sentences"] == sum(len(records) for records in done.corpus.splits.values())
    assert metrics["split"] == "validation"
    assert metrics["sentences"] == len(done.corpus.splits[Split.VALIDATION])
    assert load_model(done.folder / "model").metadata == done.run.scorer.metadata


def test_the_card_gives_the_figures(done):
    card = (done.folder / "model" / "README.md").read_text()
    estimate = done.run.evaluation.estimates["pair_micro_f1"]
    assert f"| {estimate.value:.3f} | {estimate.low:.3f} to {estimate.high:.3f} |" in card
    reliability = done.run.scorer.metadata.metrics["reliability"]
    assert f"{reliability['findings']:,} findings with a mean confidence" in card
    assert f"{reliability['findings']:,} findings" in (done.folder / "model" / "reliability.svg").read_text()
    assert "councils that do not exist" in card
    assert "model-assisted" in card


def test_registers_are_measured_on_validation_and_out_of_fold(done):
    measured = {
        (each["measured"], each["register"]): each["sentences"]
        for each in done.run.scorer.metadata.metrics["registers"]
    }
    for name, split in (("validation", Split.VALIDATION), ("out of fold", Split.TRAIN)):
        registers = {record.framework for record in done.corpus.splits[split]}
        assert measured[name, "all"] == len(done.corpus.splits[split])
        assert sum(measured[name, register] for register in registers) == measured[name, "all"]


def test_it_says_what_it_does(done):
    assert any("training on all" in line for line in done.said)


def test_a_failed_run_is_marked_and_leaves_no_model(specimens, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path / 'other.db'}")
    corpus = make_corpus([*specimens.splits[Split.TRAIN][:30], *specimens.splits[Split.VALIDATION][:30]])
    with pytest.raises(CorpusError, match="too few labelled sentences"):
        run_training(corpus, CONFIG, tmp_path / "model")
    client = mlflow.MlflowClient(f"sqlite:///{tmp_path / 'other.db'}")
    experiment = client.get_experiment_by_name(EXPERIMENT)
    assert [run.info.status for run in client.search_runs([experiment.experiment_id])] == ["FAILED"]
    assert not list((tmp_path / "model").iterdir())


def test_the_git_revision_is_that_of_the_checkout(tmp_path, monkeypatch):
    from inspection_findings.tracking import git_revision

    monkeypatch.chdir(tmp_path)
    assert git_revision() == "unknown"
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], [*who, "commit", "-q", "--allow-empty", "-m", "x"]):
        subprocess.run(["git", *words], check=True)
    head = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=True)
    assert git_revision() == head.stdout.strip()


def test_metadata_is_plain_json(done):
    assert json.loads((done.folder / "model" / "model.json").read_text())["name"] == "inspection-findings"
