from benchmarks.limits import LIMITS
from benchmarks.parts import PARTS


def verdicts(results):
    return {
        limit.part + limit.quantity + str(limit.bound): limit.kept(found)
        for limit in LIMITS
        if (found := limit.measured(results))
    }


def test_each_limit_is_judged_by_its_median(results):
    assert verdicts(results) == {
        "cold_startwall0.35": True,
        "scoringcpu5.0": False,
        "memorypeak1.3": False,
        "memorypeak300.0": False,
    }


def test_what_was_not_measured_is_not_judged(results):
    assert "throughputwall2.0" not in verdicts(results)
    assert verdicts({}) == {}


def test_limits_are_of_parts_that_there_are():
    assert {limit.part for limit in LIMITS} <= set(PARTS)
