import numpy as np
import pytest
from sklearn.metrics import f1_score, precision_recall_fscore_support

from inspection_findings.evaluation.metrics import (
    METRICS,
    Scored,
    domain_micro_f1,
    evaluate,
    exact_polarity_accuracy,
    expected_calibration_error,
    micro_f1,
    pair_macro_f1,
    pair_micro_f1,
    per_label_scores,
    polarity_accuracy,
)


@pytest.fixture
def scored():
    generator = np.random.default_rng(3)
    truth = (generator.uniform(size=(300, 22)) < 0.1).astype(np.int8)
    probabilities = np.clip(0.6 * truth + generator.uniform(size=(300, 22)) * 0.5, 0, 1)
    return Scored(truth, probabilities, (probabilities > 0.45).astype(np.int8))


def one(truth, probabilities):
    """A single sentence with values in the first labels."""
    t, p = np.zeros((1, 22), np.int8), np.zeros((1, 22))
    t[0, : len(truth)], p[0, : len(probabilities)] = truth, probabilities
    return Scored(t, p, (p >= 0.5).astype(np.int8))


def test_f1_equals_scikit_learns(scored):
    truth, predicted = scored.truth, scored.predicted
    assert pair_micro_f1(scored) == pytest.approx(f1_score(truth, predicted, average="micro"))
    assert pair_macro_f1(scored) == pytest.approx(f1_score(truth, predicted, average="macro"))
    expected = precision_recall_fscore_support(truth, predicted, average=None)
    for k, score in enumerate(per_label_scores(scored)):
        ours = (score.precision, score.recall, score.f1, score.support)
        assert ours == pytest.approx([values[k] for values in expected])


def test_f1_of_nothing_is_zero():
    empty = np.zeros((3, 22), np.int8)
    assert micro_f1(empty, empty) == 0


def test_domains_leave_polarity_aside():
    wrong_way_round = one([1, 0], [0.1, 0.9])
    assert pair_micro_f1(wrong_way_round) == 0
    assert domain_micro_f1(wrong_way_round) == 1


def test_polarity_counts_found_domains_only():
    # First domain: found, right. Second: found, wrong. Third: not found. Fourth: made up.
    both = one([1, 0, 1, 0, 1, 0, 0, 0], [0.9, 0.2, 0.3, 0.8, 0.1, 0.1, 0.9, 0.1])
    assert polarity_accuracy(both) == 0.5


def test_of_two_polarities_shown_the_stronger_is_judged_and_the_set_exactly():
    mixed = one([1, 0], [0.9, 0.6])
    assert polarity_accuracy(mixed) == 1
    assert exact_polarity_accuracy(mixed) == 0


def test_polarity_without_a_found_domain_is_not_a_number():
    assert np.isnan(polarity_accuracy(one([1], [0.1])))
    assert np.isnan(expected_calibration_error(one([1], [0.1])))


def test_calibration_error_is_zero_for_honest_and_large_for_boastful_confidence():
    generator = np.random.default_rng(0)
    confidence = generator.uniform(0.5, 1, size=(5000, 22))
    truth = (generator.uniform(size=confidence.shape) < confidence).astype(np.int8)
    shown = np.ones_like(truth)
    assert expected_calibration_error(Scored(truth, confidence, shown)) < 0.01
    assert expected_calibration_error(Scored(truth, np.full_like(confidence, 0.99), shown)) > 0.2


def test_intervals_hold_the_value_and_count_the_documents(scored):
    many = evaluate(scored, [f"d{i}" for i in range(300)], resamples=200)
    few = evaluate(scored, [f"d{i % 4}" for i in range(300)], resamples=200)
    assert set(many.estimates) == set(METRICS)
    assert (many.sentences, many.documents, few.documents) == (300, 300, 4)
    estimate, wide = many.estimates["pair_micro_f1"], few.estimates["pair_micro_f1"]
    assert estimate.low < estimate.value < estimate.high
    assert wide.value == estimate.value


def test_the_bootstrap_resamples_documents_whole():
    # One document all right, one all wrong: a resample has F1 of 0, 1 or what both together give.
    truth = np.zeros((20, 22), np.int8)
    truth[:, 0] = 1
    predicted = truth.copy()
    predicted[10:, 0], predicted[10:, 1] = 0, 1
    scored = Scored(truth, predicted.astype(float), predicted)
    interval = evaluate(scored, ["a"] * 10 + ["b"] * 10, resamples=300).estimates["pair_micro_f1"]
    assert (interval.low, interval.value, interval.high) == (0, 0.5, 1)


def test_the_same_seed_gives_the_same_interval(scored):
    documents = [f"d{i % 30}" for i in range(300)]
    assert evaluate(scored, documents, resamples=50) == evaluate(scored, documents, resamples=50)


def test_no_sentences_is_an_error(scored):
    with pytest.raises(ValueError, match="no sentences"):
        evaluate(scored.take(np.arange(0)), [])
