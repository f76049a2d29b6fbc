"""MLflow: runs, what belongs to them, the registry of models, and the model as it is served.

Nothing else imports MLflow. What is listed here is imported when it is first asked for: a model in the local
cache is found, and a served one answers, without what training needs.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

# Set before MLflow is imported, which reads it: nothing about a run leaves this machine unasked.
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("DO_NOT_TRACK", "true")
# A model from a store cannot run code of whoever put it there: no model of this package is pickled.
os.environ.setdefault("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
# A server that is down is reported in seconds and not after minutes of retries.
os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "2")
# What a command prints is its own.
os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")
os.environ.setdefault("MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT", "true")

if TYPE_CHECKING:
    from inspection_findings.tracking.figures import log_evaluation, log_figures
    from inspection_findings.tracking.location import EXPERIMENT, STORE, tracking_uri
    from inspection_findings.tracking.models import TRUSTED_TYPES, log_model
    from inspection_findings.tracking.running import git_revision, tracked_run

__all__ = [
    "EXPERIMENT",
    "STORE",
    "TRUSTED_TYPES",
    "git_revision",
    "log_evaluation",
    "log_figures",
    "log_model",
    "tracked_run",
    "tracking_uri",
]

_MODULES = {
    "figures": ("log_evaluation", "log_figures"),
    "location": ("EXPERIMENT", "STORE", "tracking_uri"),
    "models": ("TRUSTED_TYPES", "log_model"),
    "running": ("git_revision", "tracked_run"),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import what is public when it is first asked for."""
    if name in _MODULE_OF:
        return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
