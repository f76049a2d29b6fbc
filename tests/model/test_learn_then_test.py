"""The promise, kept: on samples whose true precision is known, authorities unlike each other."""

import numpy as np
import pytest
from scipy.stats import beta

from inspection_findings.model.learn_then_test import (
    LEVELS,
    MIN_GROUPS,
    control_precision,
    count_by_group,
    precision_bound,
    threshold_family,
)

THRESHOLDS = np.array([0.4, 0.5, 0.45])
SPREAD = 1.0
"""Standard deviation between authorities, in the logit of a finding's being right."""


def sample(generator, *, groups=40, rows=60, spread=SPREAD):
    """Findings of authorities that differ in how often a finding is right; the scores know the mean alone."""
    group = np.repeat(np.arange(groups), rows)
    logits = generator.normal(0.0, 2.0, size=(len(group), len(THRESHOLDS)))
    own = generator.normal(0.0, spread, size=groups)[group]
    right = 1 / (1 + np.exp(-(logits + own[:, None])))
    truth = (generator.uniform(size=right.shape) < right).astype(np.int8)
    return truth, 1 / (1 + np.exp(-logits)), group


@pytest.fixture(scope="module")
def world():
    """So much text that the precision at any threshold is all but known."""
    truth, probabilities, _ = sample(np.random.default_rng(1), groups=20_000, rows=10)
    return truth == 1, probabilities


def true_precision(world, thresholds):
    truth, probabilities = world
    shown = probabilities >= thresholds
    return (truth & shown).sum() / shown.sum()


def naive_bound(hits, shown):
    """Clopper and Pearson's, as if findings were independent."""
    right, all_ = hits.sum(axis=-1), shown.sum(axis=-1)
    return beta.ppf(0.05, right, all_ - right + 1)


def broken_share(world, wanted, *, bound=precision_bound, times=300):
    """Share of samples after which the promise does not hold."""
    generator = np.random.default_rng(0)
    broken = 0
    for _ in range(times):
        control = control_precision(*sample(generator), THRESHOLDS, bound=bound)
        broken += true_precision(world, control.thresholds_for(wanted)) < wanted
    return broken / times


@pytest.mark.parametrize("wanted", [0.75, 0.8, 0.85])
def test_the_promise_is_kept(world, wanted):
    # 5% is what is allowed; 300 samples add less than 2.5 points of chance, 19 times in 20.
    assert broken_share(world, wanted) <= 0.075


def test_a_bound_that_takes_findings_for_independent_breaks_it(world):
    assert broken_share(world, 0.8, bound=naive_bound) > 0.12


def test_the_bound_is_the_exact_binomial_one_where_findings_are_independent():
    # One finding a group, and so many groups that their number costs nothing.
    shown = np.ones((1, 4000))
    hits = (np.arange(4000) % 10 > 0)[None].astype(float)
    assert precision_bound(hits, shown) == pytest.approx(naive_bound(hits, shown), abs=2e-4)


def test_the_bound_counts_groups_where_findings_are_right_or_wrong_together():
    whole = np.where(np.arange(100) % 10 > 0, 20.0, 0.0)[None]
    alone = whole / 20
    together = precision_bound(whole, np.full((1, 100), 20.0))
    assert together == pytest.approx(precision_bound(alone, np.ones((1, 100))), abs=0.01)


def test_without_an_error_the_bound_is_not_certainty():
    # The rule of three: 0 errors in 300 leave 1% open.
    assert precision_bound(np.full((1, 30), 10.0), np.full((1, 30), 10.0))[0] == pytest.approx(0.99, abs=1e-3)


def test_nothing_shown_or_nothing_right_promises_nothing():
    assert precision_bound(np.zeros((1, 20)), np.zeros((1, 20))).tolist() == [0.0]
    assert precision_bound(np.zeros((1, 20)), np.ones((1, 20))).tolist() == [0.0]


def test_the_family_runs_from_strict_to_the_usual_thresholds():
    _, probabilities, _ = sample(np.random.default_rng(0))
    family = threshold_family(probabilities, THRESHOLDS)
    assert (np.diff(family, axis=0) <= 0).all()
    assert np.array_equal(family[-1], THRESHOLDS)
    assert (family >= THRESHOLDS).all()


def test_each_label_of_the_family_is_as_confident():
    _, probabilities, _ = sample(np.random.default_rng(0))
    member = int(np.argmin(np.abs(LEVELS - 0.9)))
    for scores, lowest in zip(
        probabilities.T, threshold_family(probabilities, THRESHOLDS)[member], strict=True
    ):
        assert scores[scores >= lowest].mean() == pytest.approx(0.9, abs=2e-3)


def test_a_label_that_is_never_reported_is_never_sure():
    _, probabilities, _ = sample(np.random.default_rng(0))
    probabilities[:, 1] = 0.2
    assert (threshold_family(probabilities, THRESHOLDS)[:-1, 1] == 1).all()


def test_counts_by_group_are_those_of_comparing_with_each_member():
    truth, probabilities, group = sample(np.random.default_rng(0), groups=5)
    family = threshold_family(probabilities, THRESHOLDS)
    hits, shown = count_by_group(family, truth, probabilities, group)
    for member in (0, 40, 200, len(family) - 1):
        above = probabilities >= family[member]
        for g in range(5):
            assert shown[member, g] == above[group == g].sum()
            assert hits[member, g] == (above & (truth == 1))[group == g].sum()


def test_what_is_promised_falls_and_costs_less_as_it_falls():
    control = control_precision(*sample(np.random.default_rng(0)), THRESHOLDS)
    control.validate(3)
    assert (np.diff(control.thresholds, axis=0) <= 0).all()
    assert np.array_equal(control.thresholds[-1], THRESHOLDS)


def test_a_promise_needs_every_stricter_member_to_pass():
    # The most confident half of the findings is wrong: nothing above can be promised, whatever follows.
    truth, probabilities, group = sample(np.random.default_rng(0))
    truth[probabilities > 0.9] = 0
    control = control_precision(truth, probabilities, group, THRESHOLDS)
    assert control.precisions[0] < 0.05


def test_too_few_groups_promise_nothing():
    few = sample(np.random.default_rng(0), groups=MIN_GROUPS - 1)
    assert control_precision(*few, THRESHOLDS) is None
    assert control_precision(*sample(np.random.default_rng(0), groups=MIN_GROUPS), THRESHOLDS) is not None
    truth, probabilities, group = sample(np.random.default_rng(0))
    assert control_precision(truth, probabilities, group, np.ones(3)) is None
