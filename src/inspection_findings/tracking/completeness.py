"""Whether a registered version still has all that belongs to it."""

from __future__ import annotations

from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

from inspection_findings.evaluation.predictions import RUN_PREDICTIONS
from inspection_findings.tracking.artifacts import COMPACT, SERVED
from inspection_findings.tracking.registry import ModelVersion

_MODEL_FILES = (f"{COMPACT}/model.npz", f"{COMPACT}/model.json")
_SERVED_FILE = "MLmodel"


def missing_model(client: MlflowClient, version: ModelVersion) -> list[str]:
    """List what a version lacks to be used: its run, files of the compact model, the served model.

    Raises
    ------
    MlflowException
        If the store cannot be reached.
    """
    if not _has_run(client, version.run_id):
        return [f"run {version.run_id}"]
    there = _files(client, version.run_id, COMPACT)
    missing = [name for name in _MODEL_FILES if name not in there]
    return missing if _is_served(client, version) else [*missing, f"the model {SERVED!r}"]


def missing_predictions(client: MlflowClient, version: ModelVersion) -> list[str]:
    """List what a version lacks to be compared with others.

    Raises
    ------
    MlflowException
        If the run is not there or the store cannot be reached.
    """
    folder = RUN_PREDICTIONS.rpartition("/")[0]
    return [] if RUN_PREDICTIONS in _files(client, version.run_id, folder) else [RUN_PREDICTIONS]


def _has_run(client: MlflowClient, run_id: str) -> bool:
    try:
        return bool(client.get_run(run_id).info.lifecycle_stage == "active")
    except MlflowException as error:
        if error.error_code != "RESOURCE_DOES_NOT_EXIST":
            raise
        return False


def _is_served(client: MlflowClient, version: ModelVersion) -> bool:
    source = client.get_model_version(version.name, str(version.version)).source or ""
    try:
        files = client.list_logged_model_artifacts(source.removeprefix("models:/"))
    except MlflowException as error:
        if error.error_code not in {"RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"}:
            raise
        return False
    return _SERVED_FILE in {file.path for file in files}


def _files(client: MlflowClient, run_id: str, folder: str) -> set[str]:
    return {file.path for file in client.list_artifacts(run_id, folder) if not file.is_dir}
