"""Several jobs at once on a team's server, with a real PostgreSQL behind it, and on a database file."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing

import pytest
from typer.testing import CliRunner

from inspection_findings.commands.app import app
from inspection_findings.corpus import Split
from inspection_findings.corpus.build import make_corpus
from inspection_findings.evaluation.promotion import PromotionRules
from inspection_findings.model.config import FeaturesConfig, FieldConfig, TrainingConfig
from inspection_findings.tracking.completeness import missing_model
from inspection_findings.tracking.references import resolve
from inspection_findings.tracking.registry import (
    CHALLENGER,
    CHAMPION,
    set_alias,
    version_with_alias,
    versions,
)
from made_predictions import made_predictions
from registered import made_version, store_in
from registry_jobs import promote_when_told, start, train
from servers import missing_for_postgresql, mlflow_server, postgresql

CONFIG = TrainingConfig(
    name="tiny",
    folds=2,
    features=FeaturesConfig(fields=(FieldConfig(name="words", source="text", high=1),)),
)
INTEGRITY = "PRAGMA integrity_check"


@pytest.fixture(scope="module")
def corpus(specimens, training_records):
    return make_corpus([*training_records[:1200], *specimens.splits[Split.VALIDATION][:60]])


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    missing = missing_for_postgresql()
    if missing:
        if os.environ.get("FINDINGS_REQUIRE_SERVER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    folder = tmp_path_factory.mktemp("server")
    with (
        postgresql() as database,
        mlflow_server(database, folder) as address,
        store_in(folder, address) as client,
    ):
        yield client


def started(jobs):
    for _, connection in jobs:
        assert connection.recv() == "ready"
    for _, connection in jobs:
        connection.send("go")


def findings(*arguments):
    return CliRunner().invoke(app, arguments)


def test_one_of_two_that_train_is_killed_and_nothing_is_lost_or_half_registered(server, corpus, tmp_path):
    jobs = [start(train, corpus, CONFIG, tmp_path / str(halt), halt) for halt in (False, True)]
    started(jobs)
    (whole, finished), (killed, halted) = jobs
    run_id, number = finished.recv()
    assert halted.recv() == "logged"
    killed.kill()
    for process in (whole, killed):
        process.join()

    experiment = server.get_run(run_id).info.experiment_id
    statuses = {run.info.run_id: run.info.status for run in server.search_runs([experiment])}
    assert statuses.pop(run_id) == "FINISHED"
    [(left, status)] = statuses.items()
    assert status == "RUNNING"

    found = findings("doctor")
    assert found.exit_code == 1
    assert f"run {left}: marked as running, but its process {killed.pid} on" in found.output
    assert server.get_run(left).info.status == "RUNNING"
    assert f"run {left}" in findings("doctor", "--fix").output
    assert server.get_run(left).info.status == "KILLED"
    assert "run " not in findings("doctor").output

    assert [version.version for version in versions()] == [number]
    assert version_with_alias(CHALLENGER).run_id == run_id
    assert missing_model(server, version_with_alias(CHALLENGER)) == []
    fetched = resolve(f"models:/inspection-findings/{number}").folder
    assert (fetched / "model.npz").read_bytes() == (tmp_path / "False" / "model.npz").read_bytes()


def test_two_jobs_cannot_both_promote(server):
    rules = PromotionRules(min_gain=0.05, max_ece=1, min_sentences=1)
    before = made_version(made_predictions(noise=0.4))
    rivals = [made_version(made_predictions(noise=0.01, seed=seed)) for seed in (1, 2)]
    set_alias(CHAMPION, before.version)
    jobs = [start(promote_when_told, str(rival.version), rules) for rival in rivals]
    started(jobs)
    results = [connection.recv() for _, connection in jobs]
    assert sorted(results) == ["held_back", "promoted"]
    assert version_with_alias(CHAMPION).version == rivals[results.index("promoted")].version
    for process, connection in jobs:
        connection.send(False)
        process.join()


def test_two_that_train_at_once_leave_a_database_file_sound(corpus, tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path / 'new.db'}")
    monkeypatch.chdir(tmp_path)
    jobs = [start(train, corpus, CONFIG, tmp_path / str(number), False) for number in range(2)]
    started(jobs)
    results = [connection.recv() for _, connection in jobs]
    for process, _ in jobs:
        process.join()
    with closing(sqlite3.connect(tmp_path / "new.db")) as database:
        assert database.execute(INTEGRITY).fetchall() == [("ok",)]
    # One waits for the other where both cannot write at once.
    assert sorted((version.run_id, version.version) for version in versions()) == sorted(results)
    assert sorted(number for _, number in results) == [1, 2]
