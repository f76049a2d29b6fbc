import numpy as np
import pytest

from inspection_findings.model.beta import fit_beta
from inspection_findings.model.calibration import calibrate


def outcomes(logits, generator):
    return (generator.uniform(size=logits.shape) < 1 / (1 + np.exp(-logits))).astype(np.int8)


def test_finds_the_curve_that_made_the_outcomes():
    generator = np.random.default_rng(0)
    logits = generator.normal(0, 2, size=(40_000, 3))
    curve = np.array([0.6, 1.3, 0.4])
    fitted = fit_beta(logits, outcomes(calibrate(logits, curve), generator))
    assert fitted == pytest.approx(curve, abs=0.06)


def test_makes_overconfident_scores_mean_what_they_say():
    generator = np.random.default_rng(1)
    honest = generator.normal(-1, 2, size=20_000)
    truth, boastful = outcomes(honest, generator), 2 * honest
    new = 1 / (1 + np.exp(-calibrate(boastful, fit_beta(boastful, truth))))
    sure = new > 0.8
    assert new[sure].mean() == pytest.approx(truth[sure].mean(), abs=0.01)


def test_a_weight_that_would_fall_is_left_out():
    generator = np.random.default_rng(2)
    logits = generator.normal(0, 2, size=5_000)
    # What is likely in the middle alone: no rising curve can say so.
    fitted = fit_beta(logits, outcomes(4 - logits**2, generator))
    assert (fitted[:2] >= 0).all()
    assert (fitted[:2] == 0).any()


def test_scores_that_mislead_give_a_level_curve_at_the_share_of_positives():
    logits = np.linspace(-3, 3, 1000)
    fitted = fit_beta(logits, logits < -1)
    assert not fitted[:2].any()
    assert 1 / (1 + np.exp(-fitted[2])) == pytest.approx(np.mean(logits < -1))
