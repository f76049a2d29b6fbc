import numpy as np
import pytest
from sklearn.metrics import precision_recall_curve

from inspection_findings.evaluation.curves import precision_recall
from made_predictions import made_predictions


@pytest.mark.parametrize("decimals", [1, 12])
def test_the_curve_equals_scikit_learns(decimals):
    made = made_predictions()
    scores = made.probabilities.round(decimals)
    curve = precision_recall(made.truth, scores)
    precision, recall, _ = precision_recall_curve(made.truth.ravel(), scores.ravel())
    # Theirs runs the other way, and ends with a point that no threshold gives.
    assert curve.precision == pytest.approx(precision[:-1][::-1])
    assert curve.recall == pytest.approx(recall[:-1][::-1])


def test_where_nothing_is_true_there_is_no_curve():
    assert not len(precision_recall(np.zeros((4, 2), np.int8), np.full((4, 2), 0.5)).recall)
