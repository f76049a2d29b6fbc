import numpy as np
import pytest

from inspection_findings.model.thresholds import choose_thresholds


@pytest.fixture
def data():
    """Two labels: the first is best cut at 0.3, the second at 0.7."""
    generator = np.random.default_rng(0)
    probabilities = generator.uniform(size=(4000, 2))
    truth = (probabilities >= np.array([0.3, 0.7])).astype(np.int8)
    return truth, probabilities


def test_without_shrinkage_each_label_gets_its_own_best(data):
    assert choose_thresholds(*data, shrinkage=0.0) == pytest.approx([0.3, 0.7], abs=0.03)


def test_with_full_shrinkage_all_labels_share_one(data):
    own, common = choose_thresholds(*data, shrinkage=0.0), choose_thresholds(*data, shrinkage=1.0)
    assert common[0] == common[1]
    assert own[0] <= common[0] <= own[1]


def test_half_way_is_half_way(data):
    own, common = choose_thresholds(*data, shrinkage=0.0), choose_thresholds(*data, shrinkage=1.0)
    assert choose_thresholds(*data, shrinkage=0.5) == pytest.approx((own + common) / 2)


def test_a_label_without_examples_gets_the_common_threshold(data):
    truth, probabilities = data
    truth = truth.copy()
    truth[:, 1] = 0
    own = choose_thresholds(truth, probabilities, shrinkage=0.0)
    assert own[1] == choose_thresholds(truth, probabilities, shrinkage=1.0)[1]
