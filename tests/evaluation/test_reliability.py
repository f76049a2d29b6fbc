import numpy as np
import pytest

from inspection_findings.evaluation.metrics import Scored, expected_calibration_error
from inspection_findings.evaluation.reliability import reliability


def sure(n, right, confidence=0.9):
    """Findings of one confidence, of which so many are right, one a sentence."""
    truth, predicted = np.zeros((n, 22), np.int8), np.zeros((n, 22), np.int8)
    predicted[:, 3] = 1
    truth[:right, 3] = 1
    # Cells that are not reported do not count, however wrong they are.
    return Scored(truth, np.where(predicted, confidence, 0.2), predicted)


def test_confidence_beyond_what_is_right_is_excess():
    found = reliability(sure(100, 70))
    assert (found.findings, found.right) == (100, 0.7)
    assert found.confidence == pytest.approx(0.9)
    assert found.excess == pytest.approx(0.2)
    assert [each.count for each in found.bins] == [100]


def test_chance_holds_the_error_of_honest_confidence_alone():
    honest, boasting = sure(400, 360), sure(400, 300)
    chance = reliability(honest).chance
    assert chance.low <= chance.value <= chance.high
    assert expected_calibration_error(honest) <= chance.high < expected_calibration_error(boasting)


def test_without_a_finding_there_is_nothing_to_say():
    found = reliability(Scored(np.zeros((2, 22), np.int8), np.zeros((2, 22)), np.zeros((2, 22), np.int8)))
    assert (found.findings, found.bins) == (0, ())
    assert np.isnan([found.confidence, found.right, found.chance.value]).all()
