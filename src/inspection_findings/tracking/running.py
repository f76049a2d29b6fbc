"""A run in MLflow, from its settings to its end."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import mlflow

from inspection_findings.tracking.location import EXPERIMENT
from inspection_findings.tracking.processes import this_process
from inspection_findings.tracking.store import select_experiment, store_errors


@contextmanager
def tracked_run(
    name: str, parameters: Mapping[str, Any], tags: Mapping[str, str], *, experiment: str = EXPERIMENT
) -> Iterator[str]:
    """Start a run that ends as FAILED if the block raises.

    Parameters
    ----------
    name
        Name of the run.
    parameters
        Nested settings, logged flat with dotted names.
    tags
        Logged beside the git revision.
    experiment
        That the run belongs to.

    Yields
    ------
    str
        The run's identifier.

    Raises
    ------
    TrackingError
        If the store cannot be reached.
    """
    select_experiment(experiment)
    # Noted when the run is made, so that it is known at any moment whose it is.
    with (
        store_errors("runs cannot be tracked"),
        mlflow.start_run(run_name=name, tags=this_process().tags()) as run,
    ):
        mlflow.set_tags({"git.revision": git_revision(), **tags})
        mlflow.log_params(dict(_flatten(parameters)))
        yield run.info.run_id


def _flatten(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{name}.")
        elif isinstance(value, list | tuple):
            yield from _flatten({str(i): item for i, item in enumerate(value)}, f"{name}.")
        else:
            yield name, value


def git_revision() -> str:
    """Commit that is checked out, with ``-dirty`` where files differ from it; ``unknown`` outside git."""
    git = shutil.which("git")
    if git is None:
        return "unknown"
    described = subprocess.run(  # noqa: S603 - a fixed command
        [git, "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"],
        capture_output=True,
        text=True,
        check=False,
    )
    return described.stdout.strip() or "unknown"
