"""Versions of the model in MLflow's registry, and the names that point to them.

``challenger`` is the newest version; ``champion`` is the one in use, and only `findings promote` moves it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import mlflow
from mlflow.entities import LoggedModel, LoggedModelStatus, Run
from mlflow.exceptions import MlflowException

from inspection_findings.exceptions import TrackingError
from inspection_findings.tracking.addresses import MODEL_NAME
from inspection_findings.tracking.artifacts import SERVED
from inspection_findings.tracking.location import shown_uri
from inspection_findings.tracking.store import open_store, store_errors

CHAMPION = "champion"
CHALLENGER = "challenger"
REGISTERED_TAG = "registered.version"
"""Tag of a run: the number of its version, once it has one and the alias."""

# A database says of an alias that is not there that it is invalid, and of a model that it does not exist.
_NOT_THERE = frozenset({"RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"})


class NoRegistryError(TrackingError):
    """The store keeps runs, and has no registry of models."""


@dataclass(frozen=True)
class ModelVersion:
    """A registered model.

    Attributes
    ----------
    name
        `MODEL_NAME`.
    version
        Its number, from 1.
    run_id
        Of the run that made it; empty for a version that was registered by other means.
    tags
        What was noted of it.
    """

    name: str
    version: int
    run_id: str
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """How it is referred to."""
        return f"models:/{self.name}/{self.version}"


def register(run_id: str) -> ModelVersion:
    """Register the model of a finished training run, and name it the challenger.

    The version is made in one step, after all that it consists of, and named after that: whoever is stopped
    in between leaves a run without a version, or a whole version without the name. Doing it again mends both.

    Parameters
    ----------
    run_id
        Of the run.

    Returns
    -------
    ModelVersion
        The run's version; the one that it has already, if so.

    Raises
    ------
    NoRegistryError
        If the store has no registry.
    TrackingError
        If the run is not there, has not finished or has no model, or the store refuses.
    """
    client = open_store()
    with _registering(run_id):
        model = _model_of(client, run_id)
        found = _search(client, f"run_id='{run_id}'")
        version = found[0] if found else _create(client, model)
        # Of two runs that end at once, the later version is the newer.
        current = _with_alias(client, CHALLENGER)
        if current is None or current.version < version.version:
            client.set_registered_model_alias(MODEL_NAME, CHALLENGER, str(version.version))
        client.set_tag(run_id, REGISTERED_TAG, str(version.version))
    return version


def version_with_alias(alias: str) -> ModelVersion | None:
    """The version that a name points to; ``None`` where there is no such name.

    Raises
    ------
    TrackingError
        If the store cannot be reached.
    """
    client = open_store()
    with store_errors("models cannot be looked up"):
        return _with_alias(client, alias)


def get_version(version: int) -> ModelVersion:
    """A version by its number.

    Raises
    ------
    TrackingError
        If it is not there or the store cannot be reached.
    """
    client = open_store()
    with store_errors("models cannot be looked up"):
        try:
            return _version(client.get_model_version(MODEL_NAME, str(version)))
        except MlflowException as error:
            if error.error_code not in _NOT_THERE:
                raise
            raise TrackingError(f"{shown_uri()} has no version {version} of {MODEL_NAME}") from error


def versions() -> list[ModelVersion]:
    """All versions, oldest first.

    Raises
    ------
    TrackingError
        If the store cannot be reached.
    """
    client = open_store()
    with store_errors("models cannot be looked up"):
        return _search(client, f"name='{MODEL_NAME}'")


def set_alias(alias: str, version: int) -> None:
    """Make a name point to a version, whatever it pointed to.

    Raises
    ------
    TrackingError
        If the version is not there or the store refuses.
    """
    client = open_store()
    with store_errors(f"version {version} cannot be made the {alias}"):
        client.set_registered_model_alias(MODEL_NAME, alias, str(version))


def tag_version(version: int, tags: dict[str, str]) -> None:
    """Note something of a version, over what was noted under the same names.

    Raises
    ------
    TrackingError
        If the version is not there or the store refuses.
    """
    client = open_store()
    with store_errors(f"version {version} cannot be tagged"):
        for name, value in tags.items():
            client.set_model_version_tag(MODEL_NAME, str(version), name, value)


@contextmanager
def _registering(run_id: str) -> Iterator[None]:
    with store_errors(f"the model of run {run_id} cannot be registered"):
        try:
            yield
        except MlflowException as error:
            if error.error_code != "FEATURE_DISABLED":
                raise
            raise NoRegistryError(
                f"{shown_uri()} has no registry of models: run {run_id} has a model but no version"
            ) from error


def _model_of(client: mlflow.MlflowClient, run_id: str) -> LoggedModel:
    run = client.get_run(run_id)
    if run.info.status != "FINISHED":
        raise TrackingError(f"run {run_id} is {run.info.status}: only models of finished runs are registered")
    model = registrable_model(client, run)
    if model is None:
        raise TrackingError(f"run {run_id} in {shown_uri()} has no model to register: train again")
    return model


def registrable_model(client: mlflow.MlflowClient, run: Run) -> LoggedModel | None:
    """The model of a run that is registered; ``None`` where it has none that is whole.

    Raises
    ------
    MlflowException
        If the store cannot be reached.
    """
    wanted = f"source_run_id='{run.info.run_id}' AND name='{SERVED}'"
    found = client.search_logged_models([run.info.experiment_id], filter_string=wanted)
    return next((model for model in found if model.status == LoggedModelStatus.READY), None)


def _create(client: mlflow.MlflowClient, model: LoggedModel) -> ModelVersion:
    try:
        client.create_registered_model(MODEL_NAME)
    except MlflowException as error:
        if error.error_code != "RESOURCE_ALREADY_EXISTS":
            raise
    source = f"models:/{model.model_id}"
    return _version(
        client.create_model_version(MODEL_NAME, source, model.source_run_id, model_id=model.model_id)
    )


def _with_alias(client: mlflow.MlflowClient, alias: str) -> ModelVersion | None:
    try:
        return _version(client.get_model_version_by_alias(MODEL_NAME, alias))
    except MlflowException as error:
        if error.error_code not in _NOT_THERE:
            raise
        return None


def _search(client: mlflow.MlflowClient, wanted: str) -> list[ModelVersion]:
    found: list[ModelVersion] = []
    token = None
    while True:
        page = client.search_model_versions(wanted, page_token=token)
        found += [_version(each) for each in page if each.name == MODEL_NAME]
        token = page.token
        if not token:
            return sorted(found, key=lambda version: version.version)


def _version(found: mlflow.entities.model_registry.ModelVersion) -> ModelVersion:
    return ModelVersion(found.name, int(found.version), found.run_id or "", dict(found.tags))
