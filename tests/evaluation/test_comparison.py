import dataclasses

import numpy as np
import pytest

from inspection_findings.evaluation.comparison import Difference, Outcome, compare
from inspection_findings.evaluation.metrics import METRICS, per_label_scores
from inspection_findings.exceptions import ComparisonError
from inspection_findings.labels import LABELS
from made_predictions import as_good_as, made_predictions

FEW = {"resamples": 200, "permutations": 199}


@pytest.fixture(scope="module")
def good():
    return made_predictions(noise=0.15)


@pytest.fixture(scope="module")
def bad():
    return made_predictions(noise=0.4)


@pytest.fixture(scope="module")
def comparison(good, bad):
    return compare(bad, good, **FEW)


def test_values_are_those_of_the_metrics_and_the_change_is_b_less_a(comparison, good, bad):
    assert list(comparison.metrics) == list(METRICS)
    for name, metric in METRICS.items():
        found = comparison.metrics[name]
        assert (found.a, found.b) == (metric(bad.scored), metric(good.scored))
        assert found.change == found.b - found.a
        assert found.low <= found.change <= found.high


def test_a_clearly_better_model_is_better_and_the_other_way_round_worse(comparison, good, bad):
    assert comparison.headline.outcome() is Outcome.BETTER
    assert comparison.headline.p_value == pytest.approx(1 / 200)
    back = compare(good, bad, **FEW)
    assert back.headline.outcome() is Outcome.WORSE
    assert (back.headline.low, back.headline.high) == pytest.approx(
        (-comparison.headline.high, -comparison.headline.low)
    )


def test_intervals_are_of_the_paired_difference(good):
    # The same scores a little lower: both models go up and down together with the documents that are drawn.
    shifted = as_good_as(good, thresholds=np.full(22, 0.51))
    found = compare(good, shifted, **FEW).headline
    alone = compare(good, made_predictions(noise=0.15, seed=9), **FEW).headline
    assert found.high - found.low < (alone.high - alone.low) / 2


def test_the_paired_interval_equals_resampling_both_by_hand(good, bad):
    found = compare(bad, good, resamples=60, permutations=9, seed=3).metrics["polarity_accuracy"]
    names = sorted(set(good.documents))
    rows = {name: np.flatnonzero(np.array(good.documents) == name) for name in names}
    generator = np.random.default_rng(3)
    changes = []
    for _ in range(60):
        drawn = np.concatenate([rows[names[k]] for k in generator.integers(0, len(names), len(names))])
        metric = METRICS["polarity_accuracy"]
        changes.append(metric(good.scored.take(drawn)) - metric(bad.scored.take(drawn)))
    assert (found.low, found.high) == pytest.approx(tuple(np.percentile(changes, [2.5, 97.5])))


def test_labels_are_compared_one_by_one_and_adjusted_for_their_number(comparison, good, bad):
    pairs = zip(comparison.labels, per_label_scores(bad.scored), per_label_scores(good.scored), strict=True)
    for found, ours, theirs in pairs:
        assert (found.label, found.support) == (ours.label, ours.support)
        assert (found.f1_a, found.f1_b) == (ours.f1, theirs.f1)
        assert found.p_value <= found.adjusted_p_value <= min(1, 22 * found.p_value)
    assert [each.label for each in comparison.labels] == [str(label) for label in LABELS]


def test_mcnemar_counts_the_cells_that_one_alone_gets_right(comparison, good, bad):
    right_good, right_bad = (p.scored.predicted == p.truth for p in (good, bad))
    assert comparison.mcnemar.only_b == (right_good & ~right_bad).sum()
    assert comparison.mcnemar.only_a == (right_bad & ~right_good).sum()


def test_changed_sentences_come_with_both_answers(comparison, good, bad):
    differ = (good.scored.predicted != bad.scored.predicted).any(axis=1)
    assert [each.id for each in comparison.changed] == [
        name for name, changed in zip(good.ids, differ, strict=True) if changed
    ]
    first, row = comparison.changed[0], int(np.flatnonzero(differ)[0])
    for given, matrix in ((first.truth, good.truth), (first.a, bad.scored.predicted)):
        assert given == tuple(str(label) for label, held in zip(LABELS, matrix[row], strict=True) if held)
    assert first.a != first.b


def test_a_model_is_the_same_as_itself(good):
    found = compare(good, good, **FEW)
    assert found.headline.outcome() is Outcome.SAME
    assert found.headline.p_value == 1
    assert not found.changed
    assert all(each.adjusted_p_value == 1 for each in found.labels)


def test_the_same_seed_gives_the_same_comparison(good, bad, comparison):
    assert compare(bad, good, **FEW) == comparison
    assert compare(bad, good, **FEW, seed=1) != comparison


def test_models_scored_on_other_sentences_are_not_compared(good):
    other = made_predictions(n=200, documents=20, name="others")
    with pytest.raises(ComparisonError, match=r"240 of data dddddddd .*and 200 of data") as raised:
        compare(good, other)
    assert good.fingerprint[:8] in str(raised.value)
    assert other.fingerprint[:8] in str(raised.value)


def test_a_shared_fingerprint_alone_does_not_make_the_sentences_the_same(good):
    with pytest.raises(ComparisonError):
        compare(good, as_good_as(good, ids=good.ids[::-1]))


CLEAR = Difference("pair_micro_f1", 0.7, 0.8, 0.1, 0.05, 0.15, 0.001)


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, Outcome.BETTER),
        ({"low": -0.15, "high": -0.05}, Outcome.WORSE),
        ({"name": "expected_calibration_error"}, Outcome.WORSE),
        ({"name": "expected_calibration_error", "low": -0.2, "high": -0.1}, Outcome.BETTER),
        ({"p_value": 0.05}, Outcome.UNDECIDED),
        ({"low": 0.0}, Outcome.UNDECIDED),
        ({"low": 0.0, "high": 0.0}, Outcome.SAME),
        ({"p_value": float("nan"), "low": float("nan"), "high": float("nan")}, Outcome.UNDECIDED),
    ],
)
def test_an_outcome_needs_test_and_interval(changes, outcome):
    assert dataclasses.replace(CLEAR, **changes).outcome() is outcome


def test_an_adjusted_p_value_takes_the_place_of_its_own():
    assert CLEAR.outcome(0.06) is Outcome.UNDECIDED
