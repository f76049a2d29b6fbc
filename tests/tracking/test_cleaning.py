"""What dead jobs leave is found and mended, and nothing else is touched."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from mlflow.exceptions import MlflowException

from inspection_findings.evaluation.predictions import RUN_PREDICTIONS
from inspection_findings.exceptions import TrackingError
from inspection_findings.tracking.addresses import MODEL_NAME
from inspection_findings.tracking.artifacts import SERVED
from inspection_findings.tracking.cleaning import diagnose, mend
from inspection_findings.tracking.location import EXPERIMENT
from inspection_findings.tracking.locking import holders, registry_lock
from inspection_findings.tracking.processes import this_process
from inspection_findings.tracking.registry import CHALLENGER, CHAMPION, set_alias, versions
from inspection_findings.tracking.running import tracked_run
from made_predictions import made_predictions
from registered import made_run, made_version, store_in

OWN = this_process()
DEAD = dataclasses.replace(OWN, key=f"{OWN.key.rpartition(':')[0]}:1")
ELSEWHERE = dataclasses.replace(OWN, host="elsewhere")
DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("store")


@pytest.fixture(scope="module")
def store(folder):
    with store_in(folder) as client:
        # One that is as it should be, and has to be left alone by every test.
        made_version(made_predictions())
        yield client


@pytest.fixture(autouse=True)
def nothing_left(store):
    """Whatever a test breaks is mended by it."""
    yield
    assert diagnose() == []


@pytest.fixture
def running(store):
    """A run that has not ended, with a model that is not ready; gives its identifier."""
    experiment = store.get_experiment_by_name(EXPERIMENT).experiment_id

    def make(process, *, age=dt.timedelta(0)):
        started = int((time.time() - age.total_seconds()) * 1000)
        tags = process.tags() if process is not None else {}
        run_id = store.create_run(experiment, start_time=started, tags=tags).info.run_id
        store.create_logged_model(experiment, SERVED, source_run_id=run_id)
        made.append(run_id)
        return run_id

    made = []
    yield make
    for run_id in made:
        store.set_terminated(run_id)


def mended(problems):
    for problem in problems:
        mend(problem)
    return diagnose()


def status(store, run_id):
    return store.get_run(run_id).info.status


def test_a_run_knows_the_process_that_makes_it(store):
    with tracked_run("own", {}, {}) as run_id:
        tags = store.get_run(run_id).data.tags
    assert {name: tags[name] for name in OWN.tags()} == OWN.tags()


def test_a_run_whose_process_is_gone_is_ended_with_its_models(store, running):
    run_id = running(DEAD)
    [problem] = diagnose()
    assert (problem.kind, problem.subject, problem.remedy) == ("run", run_id, "end it as KILLED")
    assert problem.words == f"marked as running, but its process {DEAD.pid} on {DEAD.host} is gone"
    assert status(store, run_id) == "RUNNING"
    assert mended([problem]) == []
    assert status(store, run_id) == "KILLED"
    assert store.get_run(run_id).info.end_time is not None
    experiment = store.get_experiment_by_name(EXPERIMENT).experiment_id
    [model] = store.search_logged_models([experiment], filter_string=f"source_run_id='{run_id}'")
    assert model.status.value == "FAILED"
    assert len(versions()) == 1


def test_runs_of_other_experiments_are_looked_at_where_they_are_of_this_package(store):
    experiment = store.create_experiment("a study")
    own = store.create_run(experiment, tags=DEAD.tags()).info.run_id
    other = store.create_run(experiment, start_time=1).info.run_id
    found = diagnose(older_than=DAY)
    assert [problem.subject for problem in found] == [own]
    assert mended(found) == []
    assert (status(store, own), status(store, other)) == ("KILLED", "RUNNING")


def test_a_run_that_has_ended_since_it_was_looked_at_is_left_alone(store, running):
    run_id = running(DEAD)
    [problem] = diagnose()
    store.set_terminated(run_id, "FINISHED")
    mend(problem)
    assert status(store, run_id) == "FINISHED"


def test_a_run_that_goes_on_here_is_never_touched(running):
    running(OWN, age=30 * DAY)
    assert diagnose(older_than=DAY) == []


@pytest.mark.parametrize("process", [ELSEWHERE, None], ids=["elsewhere", "unknown"])
def test_a_run_of_another_machine_is_touched_only_where_it_is_older_than_is_said(store, running, process):
    old, young = running(process, age=2 * DAY), running(process)
    assert diagnose() == []
    assert diagnose(older_than=3 * DAY) == []
    [problem] = diagnose(older_than=DAY)
    assert problem.subject == old
    assert (
        "started on elsewhere at 2" in problem.words or "started by an unknown process at 2" in problem.words
    )
    mend(problem)
    assert (status(store, old), status(store, young)) == ("KILLED", "RUNNING")


def test_a_model_that_was_not_registered_is(store):
    run_id = made_run(made_predictions())
    assert diagnose() == []
    for name, value in DEAD.tags().items():
        store.set_tag(run_id, name, value)
    [problem] = diagnose()
    assert (problem.kind, problem.subject, problem.remedy) == ("run", run_id, "register it")
    assert mended([problem]) == []
    assert versions()[-1].run_id == run_id
    assert store.get_model_version_by_alias(MODEL_NAME, CHALLENGER).run_id == run_id


def test_a_version_that_was_deleted_on_purpose_is_not_made_again(store):
    version = made_version(made_predictions())
    for name, value in DEAD.tags().items():
        store.set_tag(version.run_id, name, value)
    store.delete_model_version(MODEL_NAME, str(version.version))
    assert diagnose() == []


def test_a_run_without_a_model_needs_no_version(store):
    with tracked_run("a study", {}, {}) as run_id:
        pass
    for name, value in DEAD.tags().items():
        store.set_tag(run_id, name, value)
    assert diagnose() == []


def test_a_version_that_cannot_be_used_is_deleted_and_its_run_stays(store):
    version = made_version(made_predictions())
    shutil.rmtree(Path(urlsplit(store.get_run(version.run_id).info.artifact_uri).path) / "compact")
    [problem] = diagnose()
    assert (problem.kind, problem.subject) == ("version", str(version.version))
    assert problem.words == "cannot be used without compact/model.npz, compact/model.json"
    assert mended([problem]) == []
    assert version.version not in {each.version for each in versions()}
    assert status(store, version.run_id) == "FINISHED"


def test_the_champion_is_not_deleted_whatever_it_lacks(store):
    version = made_version(made_predictions())
    set_alias(CHAMPION, version.version)
    store.delete_run(version.run_id)
    [problem] = diagnose()
    assert "is the champion" in problem.words
    assert problem.remedy == "go back with `findings rollback`"
    with pytest.raises(ValueError, match="cannot be mended"):
        mend(problem)
    store.restore_run(version.run_id)


def test_a_version_without_predictions_can_be_used_and_is_told(store):
    version = made_version()
    [problem] = diagnose()
    assert problem.words == f"without {RUN_PREDICTIONS}: it can be used, but is compared only with --rescore"
    assert problem.mend is None
    store.delete_model_version(MODEL_NAME, str(version.version))


def test_an_alias_that_points_to_nothing_is_deleted(store, folder):
    set_alias("trial", versions()[0].version)
    with closing(sqlite3.connect(folder / "mlflow.db")) as database, database:
        database.execute("UPDATE registered_model_aliases SET version = 99 WHERE alias = 'trial'")
    [problem] = diagnose()
    assert str(problem) == "alias trial: points to version 99, which is not there"
    assert mended([problem]) == []
    assert "trial" not in store.get_registered_model(MODEL_NAME).aliases


def test_a_lock_whose_holder_is_gone_is_removed_and_one_that_is_held_is_not(store):
    now = dt.datetime.now(dt.UTC)
    times = {"since": now.isoformat(), "until": (now + DAY).isoformat()}
    value = json.dumps({"by": "ada@here", **times, **DEAD.tags()})
    with registry_lock(store, MODEL_NAME) as lock:
        store.set_registered_model_tag(MODEL_NAME, "lock.dead", value)
        [problem] = diagnose()
        assert str(problem).startswith("lock dead: left by ada@here since ")
        assert mended([problem]) == []
        assert holders(store, MODEL_NAME) == [lock.holder]


def test_what_is_broken_in_the_cache_is_removed_and_nothing_that_is_being_fetched(folder):
    models = folder / "cache" / "models"
    for name in (".left.x", ".fetched.y", "0" * 32):
        (models / name).mkdir(parents=True)
    os.utime(models / ".left.x", (1, 1))
    found = diagnose()
    assert [Path(problem.subject).name for problem in found] == [".left.x", "0" * 32]
    assert mended(found) == []
    assert [path.name for path in models.iterdir()] == [".fetched.y"]


def test_a_store_that_refuses_is_told_in_one_line(store, running, monkeypatch):
    running(DEAD)
    [problem] = diagnose()

    def refuse(*arguments):
        raise MlflowException("database is locked")

    monkeypatch.setattr(type(store), "get_run", refuse)
    with pytest.raises(TrackingError, match=r"^run \w+ cannot be mended in .*database is locked"):
        mend(problem)
    monkeypatch.undo()
    mend(problem)


def test_a_store_without_a_registry_has_runs_to_look_at(tmp_path):
    with store_in(tmp_path):
        assert diagnose() == []
        with tracked_run("first", {}, {}):
            pass
        assert diagnose() == []
