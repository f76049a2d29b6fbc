"""References as folders: what is asked for, what is kept, and what is said of what is not there."""

import subprocess
import sys

import pytest

from inspection_findings.exceptions import TrackingError
from inspection_findings.model.scorer import load_model
from inspection_findings.tracking import registry
from inspection_findings.tracking.cache import models_folder, note_run
from inspection_findings.tracking.references import Resolved, resolve

NOWHERE = "http://127.0.0.1:9"


def test_a_folder_is_itself(tmp_path):
    assert resolve(str(tmp_path)) == Resolved(tmp_path, None, None, str(tmp_path))


@pytest.mark.parametrize(
    ("reference", "run", "version"),
    [
        ("models:/inspection-findings@challenger", 1, 2),
        ("models:/inspection-findings/1", 0, 1),
        ("{first}", 0, None),
        ("runs:/{first}", 0, None),
    ],
)
def test_forms(store, reference, run, version):
    reference = reference.format(first=store.runs[0])
    found = resolve(reference)
    run_id = store.runs[run]
    assert found == Resolved(models_folder() / run_id, run_id, version, reference)
    assert load_model(found.folder).metadata == load_model(store.model).metadata


def test_a_run_that_is_here_is_not_asked_for(store, monkeypatch):
    folder = resolve(store.runs[0]).folder
    monkeypatch.setenv("MLFLOW_TRACKING_URI", NOWHERE)
    assert resolve(store.runs[0]).folder == folder


def test_a_version_of_a_server_that_is_here_is_not_asked_for(store, monkeypatch):
    folder = resolve(store.runs[0]).folder
    monkeypatch.setenv("MLFLOW_TRACKING_URI", NOWHERE)
    note_run(NOWHERE, 7, store.runs[0])
    assert resolve("models:/inspection-findings/7") == Resolved(
        folder, store.runs[0], 7, "models:/inspection-findings/7"
    )


def test_a_version_of_a_server_is_noted_when_it_is_found(store, monkeypatch):
    resolve(store.runs[0])
    monkeypatch.setenv("MLFLOW_TRACKING_URI", NOWHERE)
    found = registry.ModelVersion(registry.MODEL_NAME, 4, store.runs[0])
    with monkeypatch.context() as patch:
        patch.setattr(registry, "version_with_alias", lambda alias: found)
        resolve("models:/inspection-findings@challenger")
    assert resolve("models:/inspection-findings/4").run_id == store.runs[0]


def test_a_version_in_a_file_is_asked_for_each_time(store, tmp_path, monkeypatch):
    resolve("models:/inspection-findings/1")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path / 'gone.db'}")
    with pytest.raises(TrackingError, match=r"no runs are tracked here: there is no .*gone.db"):
        resolve("models:/inspection-findings/1")


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("models:/inspection-findings@champion", "@champion: sqlite:.* has no version of that name"),
        ("models:/inspection-findings/99", "has no version 99 of inspection-findings"),
        ("0" * 32, "run 0{32} cannot be read in sqlite:.* not found"),
    ],
)
def test_what_is_not_there_is_one_line_and_leaves_nothing(store, reference, message):
    with pytest.raises(TrackingError, match=message) as caught:
        resolve(reference)
    assert "\n" not in str(caught.value)
    assert not models_folder().exists() or not list(models_folder().iterdir())


def test_a_server_that_is_not_there_is_one_line(store, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", NOWHERE)
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    with pytest.raises(
        TrackingError, match=f"models cannot be looked up in {NOWHERE}: .*set MLFLOW_TRACKING_URI"
    ) as caught:
        resolve("models:/inspection-findings@champion")
    assert "\n" not in str(caught.value)


def test_what_is_here_is_found_without_mlflow(store):
    resolve(store.runs[0])
    code = (
        "import sys; from inspection_findings.tracking.references import resolve;"
        f"print(resolve({store.runs[0]!r}).folder);"
        "print({'mlflow', 'sklearn', 'pandas'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [str(models_folder() / store.runs[0]), "set()"]
