"""The registry's lock: one holder at a time, whatever happens to the others."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import threading
import time

import pytest
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

from inspection_findings.tracking.locking import LockError, holders, registry_lock
from inspection_findings.tracking.processes import this_process
from registered import empty_database
from registry_jobs import count, hold, start

MODEL = "locked"
NOW = dt.datetime.now(dt.UTC)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    file = tmp_path_factory.mktemp("registry") / "mlflow.db"
    file.write_bytes(empty_database())
    return f"sqlite:///{file}"


@pytest.fixture(scope="module")
def registry(address):
    client = MlflowClient(address)
    client.create_registered_model(MODEL)
    return client


@pytest.fixture
def client(registry):
    yield registry
    for holder in holders(registry, MODEL):
        registry.delete_registered_model_tag(MODEL, holder.tag)


def leave(client, token="a" * 32, *, until=NOW + dt.timedelta(hours=1), process=None):
    """A tag as a job elsewhere would write it."""
    process = process or dataclasses.replace(this_process(), host="elsewhere")
    value = {"by": "ada@elsewhere", "since": NOW.isoformat(), "until": until.isoformat(), **process.tags()}
    client.set_registered_model_tag(MODEL, f"lock.{token}", json.dumps(value))


def test_it_is_held_in_the_block_and_given_back_after(client, monkeypatch):
    monkeypatch.setenv("FINDINGS_ACTOR", "the  nightly job")
    with registry_lock(client, MODEL) as lock:
        assert holders(client, MODEL) == [lock.holder]
        assert lock.holder.by == "the nightly job"
        lock.check()
    assert holders(client, MODEL) == []


def test_an_error_gives_it_back(client):
    with pytest.raises(ZeroDivisionError), registry_lock(client, MODEL):
        raise ZeroDivisionError
    assert holders(client, MODEL) == []


def test_whoever_comes_second_waits_and_then_has_it(client):
    said = []
    with registry_lock(client, MODEL):
        waiting = threading.Thread(target=_enter, args=(client, said))
        waiting.start()
        while not said:
            time.sleep(0.01)
        assert said[0].startswith("waiting for ")
        assert "holds the registry's lock" in said[0]
    waiting.join()
    assert said[1:] == ["mine"]


def _enter(client, said):
    with registry_lock(client, MODEL, report=said.append):
        said.append("mine")


def test_waiting_ends_with_a_word_on_who_holds_it(client):
    leave(client)
    with pytest.raises(LockError, match="being changed by ada@elsewhere since") as caught:
        registry_lock(client, MODEL, wait=0.2).__enter__()
    assert "findings doctor" in str(caught.value)
    # What is another's stays, and nothing is left of the one that gave up.
    assert [holder.token for holder in holders(client, MODEL)] == ["a" * 32]


def test_a_lease_that_has_run_out_holds_nothing(client):
    leave(client, until=NOW)
    with registry_lock(client, MODEL, wait=0) as lock:
        assert holders(client, MODEL) == [lock.holder]


def test_a_tag_that_cannot_be_read_holds_nothing(client):
    client.set_registered_model_tag(MODEL, "lock.x", "[]")
    client.set_registered_model_tag(MODEL, "lock.y", '{"by": "a", "since": "yesterday"}')
    with registry_lock(client, MODEL, wait=0) as lock:
        assert holders(client, MODEL) == [lock.holder]


def test_a_lock_that_was_taken_away_is_noticed_before_anything_is_changed(client):
    with registry_lock(client, MODEL) as lock:
        client.delete_registered_model_tag(MODEL, lock.holder.tag)
        with pytest.raises(LockError, match="nothing was changed"):
            lock.check()


def test_a_lease_that_runs_out_while_deciding_is_noticed(client):
    with (
        registry_lock(client, MODEL, lease=dt.timedelta(0)) as lock,
        pytest.raises(LockError, match="was lost"),
    ):
        lock.check()


def test_of_two_that_ask_at_once_the_later_name_gives_way(client):
    # A job elsewhere wrote its tag between this one's look and its own tag, and has not yet read.
    class Interleaved(MlflowClient):
        asked = 0

        def set_registered_model_tag(self, name, key, value):
            super().set_registered_model_tag(name, key, value)
            Interleaved.asked += 1
            if Interleaved.asked == 1:
                leave(client, token="0" * 32)

    with pytest.raises(LockError, match="ada@elsewhere"):
        registry_lock(Interleaved(client._registry_uri, client._registry_uri), MODEL, wait=0.3).__enter__()
    assert Interleaved.asked == 1
    assert [holder.token for holder in holders(client, MODEL)] == ["0" * 32]


def test_the_earlier_name_waits_until_the_other_has_given_way(client):
    class Interleaved(MlflowClient):
        def set_registered_model_tag(self, name, key, value):
            super().set_registered_model_tag(name, key, value)
            leave(client, token="g" * 32)
            threading.Timer(0.2, client.delete_registered_model_tag, (MODEL, "lock." + "g" * 32)).start()

    with registry_lock(Interleaved(client._registry_uri, client._registry_uri), MODEL) as lock:
        assert holders(client, MODEL) == [lock.holder]


def test_a_model_that_is_not_there_cannot_be_locked(client):
    with pytest.raises(MlflowException, match="not found"):
        registry_lock(client, "nothing").__enter__()


def test_a_killed_holder_holds_nothing(client, address):
    process, connection = start(hold, address, MODEL)
    assert connection.recv() == "held"
    with pytest.raises(LockError):
        registry_lock(client, MODEL, wait=0).__enter__()
    process.kill()
    process.join()
    assert len(holders(client, MODEL)) == 1
    with registry_lock(client, MODEL, wait=0) as lock:
        assert holders(client, MODEL) == [lock.holder]


def test_processes_that_ask_at_once_have_it_one_after_another(client, address, tmp_path):
    # Each adds one to a number in a file, again and again, in a way that loses counts unless it is alone.
    counter = tmp_path / "counter"
    counter.write_text("0")
    running = [start(count, address, MODEL, counter, 15) for _ in range(3)]
    for _, connection in running:
        assert connection.recv() == "ready"
    for _, connection in running:
        connection.send("go")
    for process, _ in running:
        process.join()
    assert counter.read_text() == "45"
    assert holders(client, MODEL) == []
