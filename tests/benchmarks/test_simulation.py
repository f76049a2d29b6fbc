"""Simulated batches, where what must come out can be reckoned by hand."""

import numpy as np
import pytest

from benchmarks.simulation import Costs, Trouble, simulate


def costs(*documents, start=0.0, gathered=0.0, handed=0.0):
    return Costs(np.array(documents), start, gathered, handed)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_one_worker_does_all_of_it(rng):
    run = simulate(costs(0.5, start=2.0), 1000, 1, rng)
    assert run.seconds == pytest.approx(502)
    assert (run.redone, run.wasted) == (0, 0)


def test_more_workers_take_as_much_less(rng):
    one, sixteen = (simulate(costs(0.02, 0.08), 100_000, n, rng).seconds for n in (1, 16))
    assert one == pytest.approx(5000, rel=0.01)
    assert one / sixteen == pytest.approx(16, rel=0.02)


def test_a_coordinator_bounds_what_workers_can_do(rng):
    # 2,000 documents a second are all that it can take in, and 256 workers would make 5,120.
    slow = costs(0.05, gathered=0.0005)
    held = simulate(slow, 2_000_000, 256, rng)
    assert held.seconds == pytest.approx(1000, rel=0.05)
    assert held.coordinating > 0.95
    assert simulate(slow, 2_000_000, 256, rng, gather=False).seconds == pytest.approx(390, rel=0.05)


def test_no_task_is_handed_out_for_nothing(rng):
    run = simulate(costs(0.1, handed=0.01), 1000, 1, rng, task_seconds=1.0)
    assert run.tasks == 100
    # The worker waits for each task while it is handed out, but for the first.
    assert run.coordinating == pytest.approx(0.01, rel=0.01)


def test_lost_workers_cost_time_and_no_document(rng):
    often = Trouble(losses_an_hour=20, replacement=60, slow_share=0, spread=0)
    run = simulate(costs(0.1), 360_000, 10, rng, trouble=often)
    # 36,000 worker seconds are ten hours of one, in which 200 are lost, each with a minute and half a task.
    assert run.redone == pytest.approx(200, rel=0.25)
    assert run.wasted == pytest.approx(run.redone * 5, rel=0.3)
    assert run.seconds == pytest.approx(3600 + run.redone * 65 / 10, rel=0.03)


def test_slow_workers_do_less_and_hold_up_little(rng):
    half = Trouble(losses_an_hour=0, slow_share=0.5, slowness=2.0, spread=0)
    run = simulate(costs(0.1), 100_000, 64, rng, trouble=half)
    # As many as 48 workers, give or take how many are slow.
    assert run.seconds == pytest.approx(10_000 / 48, rel=0.15)


def test_the_same_draws_give_the_same_run():
    one, two = (
        simulate(costs(0.1, 0.9), 5000, 7, np.random.default_rng(3), trouble=Trouble()) for _ in range(2)
    )
    assert one == two


@pytest.mark.parametrize(("documents", "workers"), [(0, 1), (1, 0)])
def test_nothing_to_do_or_nobody_to_do_it_is_refused(rng, documents, workers):
    with pytest.raises(ValueError, match="at least one"):
        simulate(costs(0.1), documents, workers, rng)


def test_documents_that_are_no_whole_tasks_are_all_done(rng):
    run = simulate(costs(0.1), 1005, 1, rng, task_seconds=1.0)
    assert run.tasks == 101
    assert run.seconds == pytest.approx(100.5)
