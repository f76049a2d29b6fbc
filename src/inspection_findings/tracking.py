"""Runs in MLflow. The only module that imports it.

Runs go to ``sqlite:///experiments/mlflow.db`` unless ``MLFLOW_TRACKING_URI`` names another store.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

# Set before the import, which reads it: nothing about a run leaves this machine unasked.
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
# A server that is down is reported in seconds and not after minutes of retries.
os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "2")

import mlflow
import mlflow.sklearn
from mlflow.exceptions import MlflowException
from mlflow.models import infer_signature

from inspection_findings.evaluation.metrics import Evaluation
from inspection_findings.exceptions import TrackingError
from inspection_findings.paths import EXPERIMENTS

if TYPE_CHECKING:
    import pandas as pd

    from inspection_findings.model.classifier import FindingsClassifier

EXPERIMENT = "inspection-findings"
STORE = EXPERIMENTS / "mlflow.db"

TRUSTED_TYPES = [
    "inspection_findings.model.classifier.FindingsClassifier",
    "inspection_findings.model.config.FeaturesConfig",
    "inspection_findings.model.config.FieldConfig",
    "inspection_findings.model.config.FirstPassConfig",
    "inspection_findings.model.config.SecondPassConfig",
    "inspection_findings.model.config.ThresholdConfig",
    "inspection_findings.model.config.TrainingConfig",
    "inspection_findings.model.factorised.FactorisedClassifier",
    "inspection_findings.model.risk_control.RiskControl",
    "inspection_findings.model.stacking.PassageStacker",
    "inspection_findings.model.text.CharNgrams",
    "inspection_findings.model.text.WordNgrams",
]
"""Types of this package that a logged pipeline consists of, besides scikit-learn's own."""


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
    _quieten()
    try:
        _select_store(experiment)
    except MlflowException as error:
        raise TrackingError(
            f"runs cannot be tracked in {tracking_uri()}: {str(error).splitlines()[0]}: "
            "see to the server or set MLFLOW_TRACKING_URI"
        ) from error
    with mlflow.start_run(run_name=name) as run:
        mlflow.set_tags({"git.revision": git_revision(), **tags})
        mlflow.log_params(dict(_flatten(parameters)))
        yield run.info.run_id


def tracking_uri() -> str:
    """Where runs are kept."""
    return os.environ.get("MLFLOW_TRACKING_URI") or f"sqlite:///{STORE}"


def _select_store(experiment: str) -> None:
    uri = tracking_uri()
    # MLflow keeps one store open for each address, so the default must not depend on the current folder.
    given = os.environ.get("MLFLOW_TRACKING_URI")
    mlflow.set_tracking_uri(given or f"sqlite:///{STORE.absolute()}")
    if mlflow.get_experiment_by_name(experiment) is None:
        local = uri.startswith("sqlite:")
        if local:
            EXPERIMENTS.mkdir(exist_ok=True)
        # A server knows where its artifacts belong; a database file does not.
        place = (EXPERIMENTS / "artifacts").absolute().as_uri() if local else None
        mlflow.create_experiment(experiment, artifact_location=place)
    mlflow.set_experiment(experiment)


def _quieten() -> None:
    """Keep the store's migrations and the library's hints out of the command's output."""
    for name in ("alembic", "mlflow"):
        logging.getLogger(name).setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module="mlflow")


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


def log_evaluation(evaluation: Evaluation, *, prefix: str = "") -> None:
    """Log every metric with its interval's ends, the F1 of each label, and the per-label table."""
    metrics: dict[str, float] = {"sentences": evaluation.sentences, "documents": evaluation.documents}
    for name, estimate in evaluation.estimates.items():
        metrics[name] = estimate.value
        metrics[f"{name}_low"], metrics[f"{name}_high"] = estimate.low, estimate.high
    for score in evaluation.per_label:
        metrics[f"f1/{score.label.replace(':', '.')}"] = score.f1
    mlflow.log_metrics({f"{prefix}{name}": value for name, value in metrics.items() if value == value})
    table = {
        column: [getattr(score, column) for score in evaluation.per_label]
        for column in ("label", "precision", "recall", "f1", "support")
    }
    mlflow.log_table(table, f"{prefix}per_label.json")


def log_figures(figures: Mapping[str, float]) -> None:
    """Log figures by name."""
    mlflow.log_metrics(dict(figures))


def log_model(classifier: FindingsClassifier, example: pd.DataFrame, folder: Path) -> None:
    """Log the scikit-learn pipeline in its safe format and the compact model beside it.

    Parameters
    ----------
    classifier
        Fitted.
    example
        A few rows of the table it reads.
    folder
        The saved compact model.
    """
    mlflow.sklearn.log_model(
        classifier,
        name="pipeline",
        serialization_format="skops",
        skops_trusted_types=TRUSTED_TYPES,
        signature=infer_signature(example, classifier.predict_proba(example)),
        pyfunc_predict_fn="predict_proba",
        # Named here since mlflow would start a second interpreter to find out.
        pip_requirements=["inspection-findings[train]"],
    )
    mlflow.log_artifacts(str(folder), "compact")
