import math

import numpy as np
import pytest

from benchmarks.power import fit_power

SIZES = [10.0, 100.0, 1000.0, 10_000.0]


def test_the_exponent_of_a_power_law_is_found():
    law = fit_power(SIZES, [3 * size**1.5 for size in SIZES])
    assert law.exponent == pytest.approx(1.5)
    assert law.at(100_000) == pytest.approx(3 * 100_000**1.5)
    assert law.high - law.low == pytest.approx(0, abs=1e-6)


def test_what_is_spent_anyway_is_taken_off_before():
    costs = [2.0 + 0.01 * size for size in SIZES]
    law = fit_power(SIZES, costs, fixed=2.0)
    assert law.exponent == pytest.approx(1.0)
    assert law.at(0) == 2.0
    assert law.at(1e6) == pytest.approx(10_002)
    assert fit_power(SIZES, costs).exponent < 0.9


def test_the_interval_holds_the_true_exponent_of_scattered_points():
    generator = np.random.default_rng(0)
    held = 0
    for _ in range(200):
        costs = [size * math.exp(generator.normal(0, 0.3)) for size in SIZES]
        law = fit_power(SIZES, costs)
        held += law.low <= 1.0 <= law.high
    assert held / 200 == pytest.approx(0.95, abs=0.04)


def test_points_that_cost_no_more_than_nothing_are_left_out():
    law = fit_power([1, 10, 100], [2.0, 4.0, 5.0], fixed=3.0)
    assert law.exponent == pytest.approx(math.log10(2))
    assert math.isinf(law.high)


def test_one_size_has_no_exponent():
    assert fit_power([10, 10], [1.0, 2.0]) is None
    assert fit_power([], []) is None
