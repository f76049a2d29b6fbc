"""One store with the models of two finished runs, both registered."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from inspection_findings.model.scorer import default_model_path
from inspection_findings.tracking import tracked_run
from inspection_findings.tracking.models import log_compact
from inspection_findings.tracking.registry import register


@dataclass(frozen=True)
class Store:
    """Where runs are kept, in what folder, the runs, and the compact model that each of them holds."""

    uri: str
    folder: Path
    runs: tuple[str, ...]
    model: Path


@pytest.fixture(scope="session")
def model() -> Path:
    """The folder of the shipped model: there is none that costs less."""
    return default_model_path()


@pytest.fixture(scope="session")
def made(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The store, to be read and added to."""
    folder = tmp_path_factory.mktemp("store")
    uri = f"sqlite:///{folder / 'runs.db'}"
    runs = []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("MLFLOW_TRACKING_URI", uri)
        for name in ("first", "second"):
            with tracked_run(name, {}, {}) as run_id:
                log_compact(model)
            register(run_id)
            runs.append(run_id)
    return Store(uri, folder, tuple(runs), model)


@pytest.fixture
def store(made: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store, with what is fetched from it kept in the test's own folder."""
    monkeypatch.chdir(made.folder)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", made.uri)
    monkeypatch.setenv("FINDINGS_CACHE", str(tmp_path / "cache"))
    return made
