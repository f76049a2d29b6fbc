import numpy as np
import pytest

from inspection_findings.model.calibration import UNCALIBRATED, calibrate


def test_uncalibrated_changes_nothing():
    logits = np.array([[-40.0, -2.0], [0.0, 40.0]])
    assert calibrate(logits, UNCALIBRATED) == pytest.approx(logits)


def test_is_the_curve_of_beta_calibration():
    p = np.array([0.02, 0.4, 0.97])
    a, b, c = 0.7, 1.4, 0.3
    expected = a * np.log(p) - b * np.log(1 - p) + c
    assert calibrate(np.log(p / (1 - p)), np.array([a, b, c])) == pytest.approx(expected)


def test_rises_and_stays_finite():
    logits = np.linspace(-800, 800, 1001)
    bent = calibrate(logits, np.array([0.3, 2.0, -1.0]))
    assert np.isfinite(bent).all()
    assert (np.diff(bent) > 0).all()
