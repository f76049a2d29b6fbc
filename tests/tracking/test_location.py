"""Where runs are kept, and what of that is shown."""

from pathlib import Path

import pytest

from inspection_findings.tracking.location import STORE, database_file, is_folder, is_server, shown_uri


def test_without_a_word_it_is_the_file_in_the_checkout(monkeypatch):
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    assert database_file() == STORE
    assert not is_server()


@pytest.mark.parametrize(
    ("uri", "kind"),
    [
        ("sqlite:////srv/runs.db", "database"),
        ("file:///srv/mlruns", "folder"),
        ("mlruns", "folder"),
        ("http://127.0.0.1:5000", "server"),
        ("postgresql://user@db.example.org/runs", "server"),
    ],
)
def test_kinds_are_told_apart(monkeypatch, uri, kind):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", uri)
    kinds = {"database": database_file() is not None, "folder": is_folder(), "server": is_server()}
    assert [name for name, holds in kinds.items() if holds] == [kind]


def test_a_database_is_found_by_its_path(monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "sqlite:////srv/runs.db")
    assert database_file() == Path("/srv/runs.db")


def test_no_password_is_shown(monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "postgresql://user:secret@db.example.org/runs")
    assert shown_uri() == "postgresql://user:***@db.example.org/runs"
