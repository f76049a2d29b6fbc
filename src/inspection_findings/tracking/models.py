"""The model of the run under way: the fitted pipeline, the compact model, and that as MLflow serves it."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import mlflow
import mlflow.pyfunc
import mlflow.sklearn
from mlflow.models import infer_signature

from inspection_findings.tracking.artifacts import COMPACT, SERVED, log_folder
from inspection_findings.tracking.signature import EXAMPLE, SIGNATURE, copy_code, requirements
from inspection_findings.tracking.store import store_errors

if TYPE_CHECKING:
    import pandas as pd

    from inspection_findings.model.classifier import FindingsClassifier

TRUSTED_TYPES = [
    "inspection_findings.model.classifier.FindingsClassifier",
    "inspection_findings.model.config.FeaturesConfig",
    "inspection_findings.model.config.FieldConfig",
    "inspection_findings.model.config.FirstPassConfig",
    "inspection_findings.model.config.SecondPassConfig",
    "inspection_findings.model.config.ThresholdConfig",
    "inspection_findings.model.config.TrainingConfig",
    "inspection_findings.model.factorised.FactorisedClassifier",
    "inspection_findings.model.features.FieldVectorizer",
    "inspection_findings.model.risk_control.RiskControl",
    "inspection_findings.model.stacking.PassageStacker",
    "inspection_findings.model.text.CharNgrams",
    "inspection_findings.model.text.WordNgrams",
]
"""Types of this package that a logged pipeline consists of, besides scikit-learn's own."""


def log_model(classifier: FindingsClassifier, example: pd.DataFrame, folder: Path) -> None:
    """Log the scikit-learn pipeline in its safe format, the compact model, and that as MLflow serves it.

    Parameters
    ----------
    classifier
        Fitted.
    example
        A few rows of the table it reads.
    folder
        The saved compact model.

    Raises
    ------
    TrackingError
        If the store does not take it.
    """
    with store_errors("the model cannot be kept"):
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
    log_compact(folder)


def log_compact(folder: Path) -> None:
    """Log a saved compact model, as it is and as MLflow serves it.

    Parameters
    ----------
    folder
        Where it is.

    Raises
    ------
    TrackingError
        If the store does not take it.
    """
    with (
        store_errors("the model cannot be kept"),
        tempfile.TemporaryDirectory() as temporary,
        _same_path(),
    ):
        # Without what a folder that is written to holds beside the model: its lock.
        model = Path(shutil.copytree(folder, Path(temporary, COMPACT), ignore=shutil.ignore_patterns(".*")))
        log_folder(model, COMPACT)
        # The last thing that is logged, since it is what is registered.
        mlflow.pyfunc.log_model(
            name=SERVED,
            # A module and a folder: nothing is pickled.
            loader_module="inspection_findings.tracking.served",
            data_path=str(model),
            code_paths=[str(copy_code(Path(temporary)))],
            signature=SIGNATURE,
            input_example=EXAMPLE,
            pip_requirements=requirements(),
        )


@contextmanager
def _same_path() -> Iterator[None]:
    """Take back what MLflow adds to the places of modules when it tries a logged model."""
    before = list(sys.path)
    try:
        yield
    finally:
        sys.path[:] = before
