import numpy as np
import pytest

from inspection_findings.exceptions import ModelError
from inspection_findings.model.risk_control import RiskControl


@pytest.fixture
def control():
    return RiskControl(np.array([0.9529, 0.9, 0.7]), np.array([[0.9, 0.8], [0.6, 0.7], [0.3, 0.4]]))


@pytest.mark.parametrize(
    ("precision", "member"), [(0.95, 0), (0.9001, 0), (0.9, 1), (0.71, 1), (0.7, 2), (0.1, 2)]
)
def test_the_member_that_shows_most_is_chosen(control, precision, member):
    assert np.array_equal(control.thresholds_for(precision), control.thresholds[member])


def test_more_than_can_be_promised_is_refused_with_what_can_be(control):
    with pytest.raises(ModelError, match=r"can promise 0\.952 at most"):
        control.thresholds_for(0.96)


@pytest.mark.parametrize(
    ("precisions", "thresholds", "message"),
    [
        ([], np.zeros((0, 2)), "precisions has shape"),
        ([[0.9]], [[0.5, 0.5]], "precisions has shape"),
        ([0.9], [[0.5, 0.5, 0.5]], "thresholds has shape"),
        ([np.nan], [[0.5, 0.5]], "precisions holds a value that is not between"),
        ([0.9], [[0.5, np.inf]], "thresholds holds a value that is not between"),
        ([0.8, 0.9], [[0.5, 0.5]] * 2, "precisions does not fall"),
    ],
)
def test_arrays_that_cannot_be_right_are_refused(precisions, thresholds, message):
    with pytest.raises(ModelError, match=message):
        RiskControl(np.array(precisions), np.array(thresholds)).validate(2)
