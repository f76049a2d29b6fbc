import numpy as np
import pytest
from sklearn.metrics import brier_score_loss
from sklearn.metrics import log_loss as sklearn_log_loss

from inspection_findings.evaluation.calibration import (
    brier_score,
    calibration_error,
    chance_errors,
    confidence_bins,
    log_loss,
)


@pytest.fixture
def honest():
    generator = np.random.default_rng(1)
    confidence = generator.uniform(0.3, 1, size=4000)
    return confidence, (generator.uniform(size=4000) < confidence).astype(np.int8)


def test_bins_hold_every_cell_once(honest):
    confidence, outcome = honest
    bins = confidence_bins(confidence, outcome)
    assert sum(each.count for each in bins) == len(confidence)
    assert bins[0].low == 0.3
    assert all(each.low <= each.confidence <= each.high for each in bins)
    assert sum(each.count * each.right for each in bins) == pytest.approx(outcome.sum())


def test_certainty_belongs_to_the_last_bin():
    [only] = confidence_bins(np.array([1.0]), np.array([1]))
    assert (only.low, only.high, only.right, only.noise) == (0.9, 1.0, 1.0, 0.0)


def test_the_error_is_the_weighted_mean_of_the_bins_gaps():
    # Three cells at 0.95, of which one is right; one at 0.15, which is wrong.
    confidence, outcome = np.array([0.95, 0.95, 0.95, 0.15]), np.array([1, 0, 0, 0])
    expected = 3 / 4 * (0.95 - 1 / 3) + 1 / 4 * 0.15
    assert calibration_error(confidence, outcome) == pytest.approx(expected)


def test_the_error_of_nothing_is_not_a_number():
    assert np.isnan(calibration_error(np.zeros(0), np.zeros(0)))


def test_chance_explains_the_error_of_honest_confidence_and_not_of_boasting(honest):
    confidence, outcome = honest
    chance = chance_errors(confidence, resamples=200)
    assert chance.min() < calibration_error(confidence, outcome) < chance.max()
    boasting = np.sqrt(confidence)
    assert calibration_error(boasting, outcome) > chance_errors(boasting, resamples=200).max()


def test_chance_shrinks_with_more_cells(honest):
    confidence, _ = honest
    few, many = chance_errors(confidence[:200], resamples=100), chance_errors(confidence, resamples=100)
    assert few.mean() > 3 * many.mean()


def test_scores_equal_scikit_learns(honest):
    confidence, outcome = honest
    assert brier_score(confidence, outcome) == pytest.approx(brier_score_loss(outcome, confidence))
    assert log_loss(confidence, outcome) == pytest.approx(sklearn_log_loss(outcome, confidence))


def test_the_loss_of_a_certain_mistake_is_finite():
    assert log_loss(np.array([1.0]), np.array([0])) == pytest.approx(-np.log(1e-6))
