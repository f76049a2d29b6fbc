import itertools

import numpy as np
import pytest

from inspection_findings.evaluation.significance import holm, mcnemar, permutation_p_values


def total(sums):
    return {"total": sums.sum(axis=1)}


def test_mcnemar_is_a_fair_coin_over_the_cells_that_differ():
    # Of six tosses none heads: two sides of 1/64 each.
    assert mcnemar(0, 6).p_value == pytest.approx(2 / 64)
    assert mcnemar(6, 0).p_value == mcnemar(0, 6).p_value
    assert mcnemar(5, 5).p_value == 1
    assert mcnemar(0, 0).p_value == 1
    assert (mcnemar(2, 9).only_a, mcnemar(2, 9).only_b) == (2, 9)


def test_the_permutation_test_comes_near_all_swaps_counted():
    generator = np.random.default_rng(4)
    a, b = generator.integers(0, 9, (2, 8, 1)).astype(float)
    changes = (b - a).ravel()
    every = [abs(np.dot(signs, changes)) for signs in itertools.product((-1, 1), repeat=8)]
    exact = np.mean([each >= abs(changes.sum()) for each in every])
    found = permutation_p_values(a, b, total, permutations=20_000, seed=1)["total"]
    assert found == pytest.approx(exact, abs=0.015)


def test_the_same_answers_give_a_p_value_of_one_and_no_p_value_is_zero():
    a = np.arange(10.0).reshape(10, 1)
    assert permutation_p_values(a, a, total, permutations=99)["total"] == 1
    better = permutation_p_values(np.zeros((40, 1)), np.ones((40, 1)), total, permutations=99)
    assert better["total"] == pytest.approx(1 / 100)


def test_one_document_can_prove_nothing():
    p_values = permutation_p_values(np.zeros((1, 1)), np.ones((1, 1)), total, permutations=50)
    assert p_values["total"] == 1


def test_under_the_null_p_values_are_spread_evenly():
    generator = np.random.default_rng(0)
    found = []
    for _ in range(200):
        a, b = generator.normal(size=(2, 25, 1))
        found.append(float(permutation_p_values(a, b, total, permutations=199)["total"]))
    assert 0.02 <= np.mean(np.array(found) <= 0.05) <= 0.09
    assert 0.4 <= np.mean(np.array(found) <= 0.5) <= 0.6


def test_a_difference_that_is_not_a_number_has_no_p_value():
    found = permutation_p_values(
        np.zeros((3, 1)), np.ones((3, 1)), lambda sums: {"none": np.full(len(sums), np.nan)}, permutations=9
    )
    assert np.isnan(found["none"])


def test_holm_equals_the_worked_example():
    # Holm 1979: the smallest p-value counts n times, the next n - 1 times, never less than the one before.
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.6, 0.9]) == pytest.approx([1.0, 1.0])
    assert holm([]) == []


def test_holm_leaves_out_what_was_not_tested():
    adjusted = holm([float("nan"), 0.01, 0.02])
    assert np.isnan(adjusted[0])
    assert adjusted[1:] == pytest.approx([0.02, 0.02])
