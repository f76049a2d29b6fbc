"""The connection to the store, and how its errors read."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import mlflow
from mlflow.exceptions import MlflowException
from sqlalchemy.exc import SQLAlchemyError

from inspection_findings.exceptions import TrackingError
from inspection_findings.files import exclusive
from inspection_findings.tracking.location import STORE, database_file, is_folder, shown_uri


def select_experiment(name: str) -> None:
    """Make runs go to an experiment of the store; make both if need be.

    Parameters
    ----------
    name
        Of the experiment.

    Raises
    ------
    TrackingError
        If the store cannot be reached or is of no use.
    BusyError
        If another process is making the database for longer than it should take.
    """
    file = database_file()
    if file is not None:
        STORE.parent.mkdir(exist_ok=True)
    # Of two processes that make the tables of a new database at once, one would fail.
    with store_errors("runs cannot be tracked"), exclusive(file.parent) if file else nullcontext():
        _use_store()
        if mlflow.get_experiment_by_name(name) is None:
            # A server knows where its artifacts belong; a database file does not.
            _create_experiment(name, (STORE.parent / "artifacts").absolute().as_uri() if file else None)
        mlflow.set_experiment(name)


def _create_experiment(name: str, place: str | None) -> None:
    try:
        mlflow.create_experiment(name, artifact_location=place)
    except MlflowException as error:
        # Another process was quicker.
        if error.error_code != "RESOURCE_ALREADY_EXISTS":
            raise


def open_store() -> mlflow.MlflowClient:
    """A client of the store as it stands.

    Raises
    ------
    TrackingError
        If there is none yet.
    """
    file = database_file()
    # MLflow would make an empty one.
    if file is not None and not file.is_file():
        raise TrackingError(
            f"no runs are tracked here: there is no {file}: run `findings train` or set MLFLOW_TRACKING_URI"
        )
    with store_errors("runs cannot be read"):
        _use_store()
        return mlflow.MlflowClient()


@contextmanager
def store_errors(what: str) -> Iterator[None]:
    """Turn the store's errors into one line.

    Parameters
    ----------
    what
        What cannot be done, to be followed by the place.

    Raises
    ------
    TrackingError
        If the store raises in the block.
    """
    try:
        yield
    except (MlflowException, SQLAlchemyError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        if is_folder():
            reason = "a plain folder has no registry of models"
        raise TrackingError(
            f"{what} in {shown_uri()}: {reason}: see to the server or set MLFLOW_TRACKING_URI"
        ) from error


def _use_store() -> None:
    # The store's migrations and the library's hints are none of the command's output, nor are its stack
    # traces: what they are of is raised as well.
    for name in ("alembic", "mlflow"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", module="mlflow")
    # MLflow keeps one store open for each address, so the default must not depend on the current folder.
    given = os.environ.get("MLFLOW_TRACKING_URI")
    mlflow.set_tracking_uri(given or f"sqlite:///{STORE.absolute()}")
