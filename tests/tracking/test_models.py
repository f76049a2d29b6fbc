"""What is logged of a compact model, besides that it serves."""

import os
import sys
from pathlib import Path

import mlflow
import pytest
import yaml
from mlflow.exceptions import MlflowException

from inspection_findings.tracking import tracked_run, tracking_uri
from inspection_findings.tracking.artifacts import COMPACT, SERVED
from inspection_findings.tracking.models import log_compact


class Harmful(mlflow.pyfunc.PythonModel):
    """Makes a folder when it is unpickled."""

    def __init__(self, place):
        self._place = place

    def __reduce__(self):
        return os.mkdir, (self._place,)

    def predict(self, context, model_input):
        return model_input


@pytest.fixture
def logged(store):
    client = mlflow.MlflowClient(tracking_uri())
    experiment = client.get_run(store.runs[0]).info.experiment_id
    [found] = client.search_logged_models([experiment], filter_string=f"source_run_id='{store.runs[0]}'")
    return found


@pytest.fixture
def folder(logged):
    return Path(logged.artifact_location.removeprefix("file://"))


def test_it_is_the_compact_model_and_a_module_that_loads_it(store, logged, folder):
    described = yaml.safe_load((folder / "MLmodel").read_text())["flavors"]["python_function"]
    assert logged.name == SERVED
    assert described["loader_module"] == "inspection_findings.tracking.served"
    data = folder / described["data"]
    assert {path.name: path.read_bytes() for path in data.iterdir()} == {
        path.name: path.read_bytes() for path in store.model.iterdir()
    }
    assert (folder / described["code"] / "inspection_findings" / "tracking" / "served.py").is_file()


def test_nothing_in_it_is_pickled(folder):
    names = [path.name for path in folder.rglob("*") if path.is_file()]
    assert len(names) > 100
    assert [name for name in names if name.endswith((".pkl", ".pickle", ".joblib", ".pyc"))] == []


def test_a_pickled_model_is_not_loaded(tmp_path):
    mlflow.pyfunc.save_model(tmp_path / "model", python_model=Harmful(tmp_path / "harmed"))
    with pytest.raises(MlflowException, match="pickle is disallowed"):
        mlflow.pyfunc.load_model(str(tmp_path / "model"))
    assert not (tmp_path / "harmed").exists()


def test_the_compact_model_is_in_the_run_too(store):
    client = mlflow.MlflowClient(tracking_uri())
    names = {Path(artifact.path).name for artifact in client.list_artifacts(store.runs[0], COMPACT)}
    assert names == {path.name for path in store.model.iterdir()}


def test_logging_leaves_no_place_of_modules_behind(store):
    before = list(sys.path)
    with tracked_run("paths", {}, {}):
        log_compact(store.model)
    assert sys.path == before
