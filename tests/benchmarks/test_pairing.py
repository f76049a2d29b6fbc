import pytest

from benchmarks.pairing import Sample, in_turn, ratio, spread, timed, values


def test_every_contender_runs_once_a_round_and_another_begins_each():
    order = []

    def contender(name):
        def run():
            order.append(name)
            return Sample(float(len(order)), 0.0)

        return run

    samples = in_turn({name: contender(name) for name in "abc"}, 3)
    rounds = [order[i : i + 3] for i in range(0, len(order), 3)]
    assert len(rounds) == 4
    assert all(sorted(each) == ["a", "b", "c"] for each in rounds)
    assert {each[0] for each in rounds[1:]} == {"a", "b", "c"}
    # The first round warms up: what it took is not kept.
    assert min(sample.wall for own in samples.values() for sample in own) == 4.0
    assert [len(own) for own in samples.values()] == [3, 3, 3]


def test_without_a_warm_up_the_first_round_counts():
    samples = in_turn({"a": lambda: Sample(1.0, 1.0)}, 2, warm_up=False)
    assert samples == {"a": [Sample(1.0, 1.0)] * 2}


def test_a_ratio_is_taken_inside_rounds():
    """A machine that slows down half-way does not bear on it."""
    one = [Sample(1.0, 2.0), Sample(10.0, 2.0), Sample(3.0, 2.0)]
    two = [Sample(2.0, 1.0), Sample(20.0, 1.0), Sample(6.0, 1.0)]
    assert ratio(one, two, "wall") == spread([0.5, 0.5, 0.5])
    assert ratio(one, two, "cpu").median == 2.0


def test_the_spread_is_that_of_the_middle_half():
    found = spread([1.0, 2.0, 3.0, 4.0, 100.0])
    assert (found.low, found.median, found.high) == (2.0, 3.0, 4.0)


def test_samples_of_other_rounds_are_not_compared():
    with pytest.raises(ValueError, match="shorter"):
        ratio([Sample(1.0, 1.0)] * 2, [Sample(1.0, 1.0)], "wall")
    with pytest.raises(ValueError, match="peak was not measured"):
        values([Sample(1.0, 1.0)], "peak")


def test_work_is_timed_by_clock_and_processor():
    ran = []
    sample = timed(lambda: ran.append(sum(range(100_000))))
    assert len(ran) == 1
    assert sample.wall > 0
    assert sample.cpu > 0
    assert sample.peak is None
