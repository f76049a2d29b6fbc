"""Versions and their names, also when a run is stopped between two steps."""

import shutil

import mlflow
import pytest
from mlflow.exceptions import MlflowException
from mlflow.protos.databricks_pb2 import FEATURE_DISABLED

from inspection_findings.exceptions import TrackingError
from inspection_findings.tracking import tracked_run, tracking_uri
from inspection_findings.tracking.registry import (
    CHALLENGER,
    CHAMPION,
    MODEL_NAME,
    ModelVersion,
    NoRegistryError,
    get_version,
    register,
    set_alias,
    tag_version,
    version_with_alias,
    versions,
)


@pytest.fixture
def fresh(store, tmp_path, monkeypatch):
    """A store of its own, as `store` was when it was made."""
    shutil.copy(store.folder / "runs.db", tmp_path / "fresh.db")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path / 'fresh.db'}")
    return store


@pytest.fixture
def unregistered(fresh):
    """A store with both runs, and neither of them registered."""
    mlflow.MlflowClient(tracking_uri()).delete_registered_model(MODEL_NAME)
    assert versions() == []
    return fresh


def test_each_run_has_a_version_and_the_newest_is_the_challenger(fresh):
    first, second = versions()
    assert [first, second] == [ModelVersion(MODEL_NAME, n + 1, fresh.runs[n]) for n in range(2)]
    assert version_with_alias(CHALLENGER) == second == get_version(2)
    assert version_with_alias(CHAMPION) is None
    assert second.address == "models:/inspection-findings/2"


def test_registering_again_changes_nothing(fresh):
    assert register(fresh.runs[0]) == versions()[0]
    assert len(versions()) == 2
    assert version_with_alias(CHALLENGER) == get_version(2)


def test_names_move_and_notes_are_kept(fresh):
    set_alias(CHAMPION, 1)
    set_alias(CHAMPION, 2)
    tag_version(2, {"promotion.by": "a", "promotion.why": "b"})
    tag_version(2, {"promotion.why": "c"})
    champion = version_with_alias(CHAMPION)
    assert (champion.version, champion.tags) == (2, {"promotion.by": "a", "promotion.why": "c"})


@pytest.mark.parametrize("step", ["create_registered_model", "create_model_version"])
def test_stopped_before_there_is_a_version_there_is_none_and_it_can_be_done_again(
    unregistered, monkeypatch, step
):
    def stop(*arguments, **options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(mlflow.MlflowClient, step, stop)
        with pytest.raises(KeyboardInterrupt):
            register(unregistered.runs[0])
    assert versions() == []
    assert version_with_alias(CHALLENGER) is None
    assert register(unregistered.runs[0]) == version_with_alias(CHALLENGER)


def test_stopped_before_it_has_a_name_the_version_is_whole_and_named_the_next_time(unregistered, monkeypatch):
    def stop(*arguments, **options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(mlflow.MlflowClient, "set_registered_model_alias", stop)
        with pytest.raises(KeyboardInterrupt):
            register(unregistered.runs[0])
    [version] = versions()
    assert version_with_alias(CHALLENGER) is None
    assert register(unregistered.runs[0]) == version == version_with_alias(CHALLENGER)
    assert versions() == [version]


def test_a_run_that_failed_is_not_registered(fresh):
    with pytest.raises(ZeroDivisionError), tracked_run("failing", {}, {}) as run_id:
        raise ZeroDivisionError
    with pytest.raises(TrackingError, match=f"run {run_id} is FAILED: only models of finished runs"):
        register(run_id)


def test_a_run_under_way_is_not_registered(fresh):
    with tracked_run("under way", {}, {}) as run_id, pytest.raises(TrackingError, match="is RUNNING"):
        register(run_id)


def test_a_run_without_a_model_is_not_registered(fresh):
    with tracked_run("no model", {}, {}) as run_id:
        pass
    with pytest.raises(TrackingError, match=f"run {run_id} in .* has no model to register"):
        register(run_id)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: register("0" * 32), "the model of run 0+ cannot be registered in sqlite.*not found"),
        (lambda: get_version(99), "has no version 99 of inspection-findings"),
        (lambda: set_alias(CHAMPION, 99), "version 99 cannot be made the champion in sqlite"),
        (lambda: tag_version(99, {"a": "b"}), "version 99 cannot be tagged in sqlite"),
    ],
)
def test_what_is_not_there_is_one_line(fresh, call, message):
    with pytest.raises(TrackingError, match=message) as caught:
        call()
    assert "\n" not in str(caught.value)


def test_a_store_without_a_registry_is_one_line(fresh, monkeypatch):
    def refuse(*arguments, **options):
        raise MlflowException("the registry is not available\nsee there", error_code=FEATURE_DISABLED)

    monkeypatch.setattr(mlflow.MlflowClient, "search_model_versions", refuse)
    with pytest.raises(NoRegistryError, match=f"no registry of models: run {fresh.runs[0]} has") as caught:
        register(fresh.runs[0])
    assert "\n" not in str(caught.value)


def test_a_plain_folder_is_refused_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", (tmp_path / "mlruns").as_uri())
    with pytest.raises(TrackingError, match="a plain folder has no registry of models") as caught:
        versions()
    assert "\n" not in str(caught.value)


def test_a_store_that_is_not_there_is_not_made(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    with pytest.raises(TrackingError, match=r"there is no experiments/mlflow.db: run `findings train`"):
        versions()
    assert not list(tmp_path.iterdir())
