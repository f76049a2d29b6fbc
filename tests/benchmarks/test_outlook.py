import dataclasses

from benchmarks.outlook import duration, outlook
from benchmarks.results import Curve, Point


def test_durations_are_told_in_the_unit_that_suits_them():
    assert [duration(each) for each in (3, 45, 300, 3 * 3600, 86400 * 20)] == [
        "3.0 seconds", "45 seconds", "5.0 minutes", "3.0 hours", "20 days",
    ]  # fmt: skip


def test_a_national_corpus_costs_what_the_curve_says(results):
    text = "\n".join(outlook(results))
    # A tenth of a second a report: 6,401 seconds, and 100,001.
    assert "| 64,000 reports | 107 minutes | 53 minutes | 200 |" in text
    assert "| 1,000,000 reports | 28 hours | 14 hours | 200 |" in text
    assert "a report costs the same however many there are" in text
    assert "ten times as many would take 2.8 hours and 20,300 MiB" in text


def test_growth_that_is_more_than_proportional_is_told_of(results):
    points = tuple(Point(n, 1 + 0.01 * n**1.5, 200.0) for n in (10, 100, 400))
    curve = Curve("documents", "classifying reports", "reports", points, fixed_seconds=1.0)
    growth = dataclasses.replace(results["growth"], curves=(curve,))
    assert "With an exponent of 1.50, a report costs the more" in outlook({"growth": growth})[-1]


def test_growth_that_is_less_than_proportional_is_not_counted_on(results):
    points = tuple(Point(n, 1 + 0.1 * n**0.5, 200.0) for n in (10, 100, 400))
    curve = Curve("documents", "classifying reports", "reports", points, fixed_seconds=1.0)
    growth = dataclasses.replace(results["growth"], curves=(curve,))
    # 2 seconds for 400 reports, and 1 to start.
    assert "| 64,000 reports | 5.3 minutes | 2.7 minutes |" in "\n".join(outlook({"growth": growth}))


def test_without_the_curve_there_is_nothing_to_say(results):
    assert outlook({}) == []
    assert outlook({"growth": dataclasses.replace(results["growth"], curves=())}) == []
