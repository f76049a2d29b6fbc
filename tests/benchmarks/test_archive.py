"""What the page says of simulated archives."""

import re

import numpy as np
import pytest

from benchmarks.archive import archive
from benchmarks.parts.scaling import WORKERS, forecasts
from benchmarks.results import Result
from benchmarks.simulation import Costs


@pytest.fixture
def result(conditions):
    costs = Costs(np.array([0.04, 0.06]), start=0.5, gathered=0.0005, handed=0.001)
    numbers = {
        "documents": 2.0, "mean": 0.05, "median": 0.05, "ninety_ninth": 0.06, "slowest": 0.06,
        "start": 0.5, "gathered": 0.0005, "handed": 0.001,
    }  # fmt: skip
    found = tuple(forecasts(costs, (64_000,)))
    return Result("scaling", conditions, numbers=numbers, forecasts=found)


def test_every_number_of_workers_is_simulated_both_ways(result):
    found = {(each.workers, each.gather) for each in result.forecasts}
    assert found == {(workers, gather) for workers in WORKERS for gather in (True, False)}


def test_one_writer_is_what_stops_the_scaling(result):
    text = "\n".join(archive(result))
    one, own = map(int, re.findall(r"or better up to (\d+) workers", text))
    # 32 seconds of writing, 3,200 of reading: with 100 workers they are as long.
    assert 32 <= one <= 64
    assert own >= 128


def test_figures_are_shown_in_units_that_suit_them(result):
    text = "\n".join(archive(result))
    assert "50 ms of processor time on average" in text
    assert "needs 0.5 ms a document" in text
    row = next(line for line in text.splitlines() if line.startswith("| 64,000 | 1 |"))
    # 3,200 seconds, give or take how fast the one worker is.
    assert row.split(" | ")[7] in ("0.8", "0.9", "1.0", "1.1")


def test_without_a_simulation_there_is_nothing_to_say(conditions):
    assert archive(Result("scaling", conditions)) == []
