from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest
from typer.testing import CliRunner

from inspection_findings.commands.app import app
from inspection_findings.commands.console import UsageError
from inspection_findings.commands.doctor import parse_age
from inspection_findings.tracking.location import EXPERIMENT
from inspection_findings.tracking.processes import this_process
from made_predictions import made_predictions
from registered import made_version, store_in

OWN = this_process()
DEAD = dataclasses.replace(OWN, key=f"{OWN.key.rpartition(':')[0]}:1")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with store_in(tmp_path_factory.mktemp("store")) as client:
        made_version(made_predictions())
        yield client


@pytest.fixture
def dead(store):
    """A run whose process is gone."""
    experiment = store.get_experiment_by_name(EXPERIMENT).experiment_id
    run_id = store.create_run(experiment, tags=DEAD.tags()).info.run_id
    yield run_id
    store.set_terminated(run_id)


def doctor(*arguments):
    return CliRunner().invoke(app, ["doctor", *arguments])


def test_nothing_wrong_is_said(store):
    result = doctor()
    assert (result.exit_code, result.stdout) == (0, "nothing is wrong\n")


def test_it_looks_and_mends_only_when_told(store, dead):
    words = f"run {dead}: marked as running, but its process {DEAD.pid} on {DEAD.host} is gone"
    looked = doctor()
    assert (looked.exit_code, looked.stdout) == (1, f"{words}; with --fix: end it as KILLED\n")
    mended = doctor("--fix")
    assert (mended.exit_code, mended.stdout) == (0, f"{words}; mended: end it as KILLED\n")
    assert store.get_run(dead).info.status == "KILLED"
    assert doctor().exit_code == 0


def test_what_cannot_be_mended_is_left_to_a_person(store, dead):
    version = made_version()
    result = doctor("--fix", "--format", "json")
    assert result.exit_code == 1
    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(each["kind"], each["subject"], each["mended"]) for each in told] == [
        ("run", dead, True),
        ("version", str(version.version), False),
    ]
    assert told[1]["remedy"] == "train again to have it measured"
    store.delete_model_version(version.name, str(version.version))


def test_what_fails_to_be_mended_is_named_and_the_rest_goes_on(store, dead, monkeypatch):
    store.set_registered_model_tag("inspection-findings", "lock.x", "{}")

    def refuse(*arguments):
        raise OSError("no")

    with monkeypatch.context() as patch:
        patch.setattr(type(store), "set_terminated", refuse)
        result = doctor("--fix")
    assert result.exit_code == 1
    assert result.stderr == f"findings: run {dead}: no\n"
    assert "; with --fix: end it as KILLED" in result.stdout
    assert "; mended: remove it" in result.stdout


def test_runs_of_other_machines_are_asked_for_by_age(store):
    experiment = store.get_experiment_by_name(EXPERIMENT).experiment_id
    tags = dataclasses.replace(OWN, host="elsewhere").tags()
    run_id = store.create_run(experiment, start_time=1, tags=tags).info.run_id
    assert doctor("--fix").exit_code == 0
    assert store.get_run(run_id).info.status == "RUNNING"
    assert doctor("--fix", "--older-than", "2d").exit_code == 0
    assert store.get_run(run_id).info.status == "KILLED"


@pytest.mark.parametrize(
    ("text", "age"),
    [("90m", dt.timedelta(minutes=90)), ("12h", dt.timedelta(hours=12)), ("2d", dt.timedelta(days=2))],
)
def test_an_age_is_a_number_and_a_unit(text, age):
    assert parse_age(text) == age


@pytest.mark.parametrize("text", ["", "2", "d", "0d", "-1d", "2 d", "1.5h", "2w"])
def test_anything_else_is_no_age(text):
    with pytest.raises(UsageError, match="expected a number of minutes, hours or days"):
        parse_age(text)
