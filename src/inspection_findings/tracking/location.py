"""Where runs and models are kept: ``sqlite:///experiments/mlflow.db`` or ``MLFLOW_TRACKING_URI``."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from inspection_findings.paths import EXPERIMENTS

EXPERIMENT = "inspection-findings"
STORE = EXPERIMENTS / "mlflow.db"

_SQLITE = "sqlite:///"


def tracking_uri() -> str:
    """Where runs are kept."""
    return os.environ.get("MLFLOW_TRACKING_URI") or f"{_SQLITE}{STORE}"


def shown_uri() -> str:
    """`tracking_uri` as it may be printed: without a password."""
    uri = tracking_uri()
    password = urlsplit(uri).password
    return uri.replace(f":{password}@", ":***@", 1) if password else uri


def database_file() -> Path | None:
    """The file that runs are kept in; ``None`` where that is a server."""
    uri = tracking_uri()
    return Path(uri.removeprefix(_SQLITE)) if uri.startswith(_SQLITE) else None


def is_folder() -> bool:
    """Whether runs are to be kept in a plain folder."""
    return urlsplit(tracking_uri()).scheme in ("", "file")


def is_server() -> bool:
    """Whether runs are kept by a server, which goes on for longer than a file."""
    return database_file() is None and not is_folder()
