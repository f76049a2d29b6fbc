"""Models of the store, kept on this machine: what was fetched once is not fetched again.

They are in ``FINDINGS_CACHE``, else in ``inspection-findings`` under ``XDG_CACHE_HOME`` or ``~/.cache``; the
folder may be deleted at any time. A run's model never changes, so it is kept under the run's id.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

from inspection_findings.exceptions import ModelError
from inspection_findings.files import clear_dead, temporary_folder_beside, write_atomically
from inspection_findings.model.storage import read_model

_RUN_ID = re.compile(r"[0-9a-f]{32}")


def models_folder() -> Path:
    """Where models are kept."""
    if given := os.environ.get("FINDINGS_CACHE"):
        return Path(given) / "models"
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "inspection-findings" / "models"


def kept_model(run_id: str, fetch: Callable[[Path], Path]) -> Path:
    """Folder of a run's model, fetched where it is not here already or is damaged.

    Parameters
    ----------
    run_id
        Of the run.
    fetch
        Puts the model's folder into one that it is given, and returns it.

    Raises
    ------
    ModelError
        If what was fetched is no sound model.
    OSError
        If the cache cannot be written.
    """
    place = models_folder() / run_id
    if _is_sound(place):
        # Of a process that was killed when it had put the model there.
        clear_dead(place)
        return place
    place.parent.mkdir(parents=True, exist_ok=True)
    with temporary_folder_beside(place) as temporary:
        fetched = fetch(temporary)
        try:
            read_model(fetched)
        except ModelError as error:
            raise ModelError(f"run {run_id} has no sound model: {error}") from error
        try:
            fetched.replace(place)
        except OSError:
            # Another process was quicker; or what is there is damaged, and goes.
            if not _is_sound(place):
                place.replace(temporary / "damaged")
                fetched.replace(place)
    return place


def noted_run(store: str, version: int) -> str | None:
    """The run of a version as it was noted; ``None`` where it was not.

    Parameters
    ----------
    store
        Its address.
    version
        Number in the registry.
    """
    try:
        run = json.loads(_note(store, version).read_bytes())["run_id"]
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return run if isinstance(run, str) and _RUN_ID.fullmatch(run) else None


def note_run(store: str, version: int, run_id: str) -> None:
    """Note the run of a version, parameters as for `noted_run`.

    Raises
    ------
    OSError
        If the cache cannot be written.
    """
    path = _note(store, version)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, json.dumps({"run_id": run_id}).encode())


def _note(store: str, version: int) -> Path:
    return models_folder() / f"{hashlib.sha256(store.encode()).hexdigest()[:16]}-{version}.json"


def _is_sound(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    try:
        read_model(folder)
    except ModelError:
        return False
    return True
