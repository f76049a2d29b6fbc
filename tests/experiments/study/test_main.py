"""The whole study on a few specimens: results, page, tracked runs, and what is not run again."""

import json
import os
from contextlib import contextmanager
from pathlib import Path

import mlflow
import numpy as np
import pytest

from inspection_findings.commands.distributed.crew import Crew
from inspection_findings.corpus.build import make_corpus
from inspection_findings.corpus.dataset import save_corpus
from inspection_findings.corpus.splits import Split
from study import __main__ as study_command
from study import outside
from study.config import read_study
from study.data import load_data

ROOT = Path(__file__).parents[3]
ROWS = "majority,factorised-context,words-1,threshold-common"


@pytest.fixture(scope="module")
def folder(specimens, training_records, tmp_path_factory):
    folder = tmp_path_factory.mktemp("study")
    others = [r for split in (Split.VALIDATION, Split.TEST) for r in specimens.splits[split][:300]]
    corpus = make_corpus([*training_records, *others])
    save_corpus(corpus, folder / "dataset")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("MLFLOW_TRACKING_URI", raising=False)
        assert study(folder, "--quick", "--rows", ROWS) == 0
    return folder


@pytest.fixture
def here(folder, monkeypatch):
    monkeypatch.chdir(folder)
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    return folder


def study(folder, *arguments):
    return study_command.main(
        [*arguments, "--jobs", "1", "--data", str(folder / "dataset"), "--output", str(folder / "out")]
    )


def result(folder, name):
    return json.loads((folder / "out" / "results" / f"{name}.json").read_text())


def runs(folder):
    client = mlflow.MlflowClient(f"sqlite:///{folder / 'experiments' / 'mlflow.db'}")
    experiment = client.get_experiment_by_name("study")
    found = client.search_runs([experiment.experiment_id], order_by=["attributes.start_time ASC"])
    return {run.info.run_name: run for run in found}


def test_each_row_has_a_result_with_its_figures(folder):
    for name in ROWS.split(","):
        found = result(folder, name)
        assert set(found["folds"]["estimates"]) >= {"pair_micro_f1", "pair_macro_f1", "domain_micro_f1"}
        assert len(found["folds"]["by_fold"]) == 2
    assert result(folder, "factorised-context")["folds"]["against"] is None
    against = result(folder, "majority")["folds"]["against"]
    assert against["row"] == "factorised-context"
    assert against["difference"][2] < 0
    assert result(folder, "majority")["validation"]["sentences"] > 0
    assert result(folder, "words-1")["validation"] is None


def test_a_model_beats_the_baselines_and_has_weights(folder):
    model, majority = result(folder, "factorised-context"), result(folder, "majority")
    assert (
        model["folds"]["estimates"]["pair_micro_f1"][0] > majority["folds"]["estimates"]["pair_micro_f1"][0]
    )
    assert model["nonzero"] > result(folder, "words-1")["nonzero"] > 0 == majority["nonzero"]
    assert model["seconds"] > 0


def test_each_row_is_a_tracked_run(folder):
    tracked = runs(folder)
    assert set(tracked) == set(ROWS.split(","))
    run = tracked["words-1"]
    assert run.data.params["fields.0.high"] == "1"
    expected = result(folder, "words-1")["folds"]["estimates"]["pair_micro_f1"][0]
    assert run.data.metrics["pair_micro_f1"] == pytest.approx(expected, abs=1e-4)


def test_the_page_shows_the_rows_and_no_sentence(folder, specimens):
    page = (folder / "out" / "study.md").read_text()
    for name in ROWS.split(","):
        assert f"(*{name}*)" in page
    assert "<svg" in (folder / "out" / "study.svg").read_text()
    assert "## On the validation split" in page


def test_what_has_not_changed_is_not_run_again_unless_asked_to(here):
    before = {name: run.info.run_id for name, run in runs(here).items()}
    assert study(here, "--quick", "--rows", "words-1,majority") == 0
    assert {name: run.info.run_id for name, run in runs(here).items()} == before
    assert study(here, "--quick", "--rows", "words-1", "--again") == 0
    after = {name: run.info.run_id for name, run in runs(here).items()}
    assert {name for name in after if after[name] != before[name]} == {"words-1"}


def test_workers_find_what_one_process_finds(here, tmp_path, monkeypatch, this_package):
    pytest.importorskip("distributed")
    # A cache of its own, in which nothing was fitted before.
    workers = ("--workers", "2", "--cache", str(tmp_path / "cache"), "--output", str(tmp_path / "out"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "experiments"), prepend=os.pathsep)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path / 'runs.db'}")
    given = ["--quick", "--rows", "words-1", "--data", str(here / "dataset"), *workers]
    connected, moved = Crew.connected, []

    @contextmanager
    def watched(crew, libraries):
        with connected(crew, libraries) as client:
            yield client
            moved.append(client.run_on_scheduler(lambda dask_scheduler: dask_scheduler.transition_counter))

    monkeypatch.setattr(Crew, "connected", watched)
    assert study_command.main(given) == 0
    assert moved[0] > 0, "no task came to the scheduler"
    found, before = (
        json.loads((folder / "out" / "results" / "words-1.json").read_text()) for folder in (tmp_path, here)
    )
    assert found["folds"]["by_fold"] == before["folds"]["by_fold"]
    assert found["nonzero"] == before["nonzero"]


def test_an_unknown_row_is_refused_on_one_line(here, capsys):
    assert study(here, "--quick", "--rows", "word-1") == 1
    error = capsys.readouterr().err
    assert error.startswith("study: no row 'word-1'")
    assert error.count("\n") == 1


def test_a_missing_corpus_is_refused_on_one_line(here, capsys):
    assert study_command.main(["--data", "nothing", "--output", "out"]) == 1
    assert "findings data build" in capsys.readouterr().err


def add(folder, predictions, *arguments):
    return outside.main(
        ["minilm", "--group", "embeddings", "--title", "embeddings", "--validation", str(predictions),
         "--data", str(folder / "dataset"), "--output", str(folder / "elsewhere"),
         "--cache", str(folder / "c"), *arguments]
    )  # fmt: skip


def test_a_row_from_elsewhere_is_measured_and_shown(here, capsys):
    data = load_data(here / "dataset")
    held = data.parts["validation"].held
    truth = data.truth[held]
    np.savez("minilm.npz", ids=[data.records[i].id for i in held], probabilities=truth * 0.9, predicted=truth)
    (here / "elsewhere").mkdir()
    assert add(here, "minilm.npz", "--weights", "1000") == 0
    found = json.loads((here / "elsewhere" / "results" / "minilm.json").read_text())
    assert found["validation"]["estimates"]["pair_micro_f1"][0] == 1.0
    assert found["folds"] is None
    assert "(*minilm*)" in (here / "elsewhere" / "study.md").read_text()
    np.savez("half.npz", ids=["x"], probabilities=np.zeros((1, 22)), predicted=np.zeros((1, 22)))
    assert add(here, "half.npz") == 1
    assert "have no prediction" in capsys.readouterr().err


def test_the_page_of_the_repository_is_made_of_its_results(tmp_path):
    """The page is not edited by hand: the results give it as it stands."""
    experiments = Path(study_command.HERE).parent

    from study.page import in_order, page
    from study.results import read_results

    study = read_study(study_command.HERE / "study.toml")
    assert (
        page(study, in_order(study, read_results(experiments / "results")))
        == (experiments / "study.md").read_text()
    )
