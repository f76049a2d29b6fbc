"""A few people for a few seconds; ``make load`` is fifty for a minute."""

from __future__ import annotations

import sys
from importlib.util import find_spec

import pytest

from inspection_findings.documents import read_bytes
from load.holding import Held, hold, trend
from load.letters import copy_of, write_letters

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="looks processes up where Linux lists them")
needs_locust = pytest.mark.skipif(not find_spec("locust"), reason="locust is not installed")


@needs_linux
@needs_locust
def test_people_get_their_letters_and_nothing_is_left(tmp_path):
    held = hold(5, 5, 0, tmp_path)
    assert held.problems() == []
    assert held.letters["finished"] >= 5
    assert {"drop", "look", "correct", "remove", "dropping to result"} <= set(held.milliseconds)
    assert held.memory["proportional"]["peak"] > 0


def test_a_copy_reads_as_its_letter_and_is_another_file(tmp_path):
    write_letters(tmp_path, number=1)
    assert {path.suffix for path in tmp_path.iterdir()} == {".pdf", ".docx"}
    for path in tmp_path.iterdir():
        data = path.read_bytes()
        copy = copy_of(data, "1-1-x")
        assert copy != data
        assert read_bytes(copy, name="x").text == read_bytes(data, name="x").text


def test_growth_is_that_of_the_second_half():
    assert trend([0, 50, 100, 100, 100, 100]) == {"level": 100, "peak": 100, "growth": 0}
    assert trend([100, 100, 100, 100, 110, 120]) == {"level": 110, "peak": 120, "growth": 20}


@pytest.fixture
def made_held():
    size = {"level": 300.0, "peak": 310.0, "growth": 1.0}
    return Held(
        made="2024-03-04",
        users=5,
        seconds=5,
        warm_up=5,
        machine="2 cores",
        load_average=1.0,
        letters={"dropped": 12, "finished": 12, "busy": 0},
        requests=100,
        errors=0,
        first_errors=[],
        milliseconds={},
        memory={"resident": dict(size), "proportional": dict(size)},
        cpu_seconds=9.0,
    )


def test_what_was_not_held_is_said(made_held):
    assert made_held.problems() == []
    made_held.letters["finished"] -= 1
    made_held.errors, made_held.first_errors = 1, ["look: answered 500"]
    made_held.memory["proportional"]["growth"] = 20.0
    made_held.processes_left = 1
    assert [each.split(":")[0] for each in made_held.problems()] == [
        "1 errors",
        "12 letters dropped, 11 finished",
        "memory grew by 20.0 MiB over the second half",
        "left",
    ]
