"""Files of a run, by their place in it."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePosixPath

import mlflow
from mlflow.exceptions import MlflowException

from inspection_findings.exceptions import TrackingError
from inspection_findings.tracking.location import shown_uri
from inspection_findings.tracking.store import open_store, store_errors

COMPACT = "compact"
"""The folder of the compact model in every training run."""
SERVED = "served"
"""The name of the model that MLflow serves in every training run."""


def log_file(path_in_run: str, data: bytes, *, run_id: str | None = None) -> None:
    """Put a file into a run.

    Parameters
    ----------
    path_in_run
        Its place, such as ``evaluation/predictions.npz``.
    data
        What it holds.
    run_id
        The run; the one under way by default.

    Raises
    ------
    TrackingError
        If the store does not take it.
    """
    place = PurePosixPath(path_in_run)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / place.name).write_bytes(data)
        log_folder(Path(folder), str(place.parent), run_id=run_id)


def log_folder(folder: Path, path_in_run: str, *, run_id: str | None = None) -> None:
    """Put the files of a folder into a run.

    Parameters
    ----------
    folder
        Where they are.
    path_in_run
        Their folder in the run, ``.`` for its top.
    run_id
        The run; the one under way by default.

    Raises
    ------
    TrackingError
        If the store does not take them.
    """
    with store_errors("files cannot be kept"):
        mlflow.log_artifacts(str(folder), None if path_in_run == "." else path_in_run, run_id=run_id)


def fetch_file(run_id: str, path_in_run: str) -> bytes:
    """Read a file of a run.

    Raises
    ------
    TrackingError
        If there is no such run or file, or the store cannot be reached.
    """
    with tempfile.TemporaryDirectory() as folder:
        return fetch(run_id, path_in_run, Path(folder)).read_bytes()


def fetch(run_id: str, path_in_run: str, destination: Path) -> Path:
    """Copy a file or a folder of a run.

    Parameters
    ----------
    run_id
        The run.
    path_in_run
        What to copy.
    destination
        A folder that is there, for the copy.

    Returns
    -------
    Path
        The copy.

    Raises
    ------
    TrackingError
        If there is no such run or file, or the store cannot be reached.
    """
    client = open_store()
    with store_errors(f"run {run_id} cannot be read"):
        place = client.get_run(run_id).info.artifact_uri
    try:
        # Not by run: MLflow then says of a server that is down that the file is not there.
        copy = mlflow.artifacts.download_artifacts(f"{place}/{path_in_run}", dst_path=str(destination))
    except (MlflowException, OSError) as error:
        # Of several lines, the last says what happened to the last file.
        reason = (str(error).splitlines() or [type(error).__name__])[-1]
        raise TrackingError(
            f"run {run_id} in {shown_uri()} has no {path_in_run} to be had: {reason}"
        ) from error
    return Path(copy)
