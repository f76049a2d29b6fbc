"""Versions in a store, made without training: a run with the files that training leaves in it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import mlflow
import pytest

from inspection_findings.evaluation.predictions import RUN_PREDICTIONS
from inspection_findings.tracking.artifacts import COMPACT, SERVED, log_file, log_folder
from inspection_findings.tracking.registry import ModelVersion, register
from inspection_findings.tracking.running import tracked_run


@cache
def empty_database() -> bytes:
    """A database with MLflow's tables, which take seconds to make, and nothing in them."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mlflow.db"
        mlflow.MlflowClient(f"sqlite:///{file}").search_experiments()
        return file.read_bytes()


@contextmanager
def store_in(folder: Path, uri: str | None = None) -> Iterator[mlflow.MlflowClient]:
    """Keep runs in a database in a folder, or where an address says, and give a client of it."""
    if uri is None:
        (folder / "mlflow.db").write_bytes(empty_database())
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("MLFLOW_TRACKING_URI", uri or f"sqlite:///{folder / 'mlflow.db'}")
        patch.setenv("FINDINGS_CACHE", str(folder / "cache"))
        patch.setenv("FINDINGS_ACTOR", "ada@fernshire")
        yield mlflow.MlflowClient(uri or f"sqlite:///{folder / 'mlflow.db'}")


def made_run(predictions=None, *, model=None, name="made"):
    """A finished run with a compact model, predictions and a model to be served; gives its identifier.

    Parameters
    ----------
    predictions
        Left out where ``None``.
    model
        Folder of the compact model; two empty files where ``None``.
    """
    with tracked_run(name, {}, {}) as run_id, tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for file in ("model.npz", "model.json", "MLmodel"):
            (folder / file).touch()
        log_folder(model or folder, COMPACT)
        if predictions is not None:
            log_file(RUN_PREDICTIONS, predictions.to_bytes())
        client = mlflow.MlflowClient()
        experiment = client.get_run(run_id).info.experiment_id
        served = client.create_logged_model(experiment, SERVED, source_run_id=run_id)
        client.log_model_artifact(served.model_id, str(folder / "MLmodel"))
        client.finalize_logged_model(served.model_id, "READY")
    return run_id


def made_version(predictions=None, *, model=None) -> ModelVersion:
    """A registered version of such a run."""
    return register(made_run(predictions, model=model))
