import numpy as np
import pytest
from scipy import sparse

from inspection_findings.model.weighting import ratio_weights, times, with_one_more

TARGET = np.array([1, 1, 0, 0, 0, 0])


def weights(columns, *, power=1.0, smoothing=1.0):
    features = sparse.csr_matrix(np.array(columns, dtype=float).T)
    return ratio_weights(features, TARGET, power=power, smoothing=smoothing)


def test_the_ratio_is_that_of_smoothed_frequencies():
    found = weights([[1, 1, 0, 0, 0, 0], [0, 1, 1, 0, 0, 0]])
    # With a third of the rows in the class, one occurrence is added as 1/3 to it and 2/3 to the rest.
    ratios = np.abs(
        np.log([(2 + 1 / 3) / (1 / 3) / ((2 / 3) / (2 / 3)), (4 / 3) / (1 / 3) / ((5 / 3) / (2 / 3))])
    )
    assert found == pytest.approx(ratios / np.sqrt((ratios**2).mean()))


def test_a_feature_that_occurs_as_often_with_the_class_as_without_weighs_nothing():
    assert weights([[1, 0, 1, 1, 0, 0], [1, 1, 0, 0, 0, 0]])[0] == pytest.approx(0)


def test_a_rare_feature_says_less_the_more_is_smoothed():
    rare, common = [1, 0, 0, 0, 0, 0], [1, 1, 0, 0, 0, 0]
    shares = [np.divide(*weights([rare, common], smoothing=amount)) for amount in (0.1, 1.0, 10.0)]
    assert shares == sorted(shares, reverse=True)


def test_neither_size_nor_stored_zeros_matter():
    stored = sparse.csr_matrix((np.array([3.0, 0.0, 1.0]), ([0, 2, 1], [0, 0, 1])), shape=(6, 2))
    plain = sparse.csr_matrix((np.ones(2), ([0, 1], [0, 1])), shape=(6, 2))
    found = [ratio_weights(f, TARGET, power=0.5, smoothing=1.0) for f in (stored, plain)]
    assert np.array_equal(*found)


@pytest.mark.parametrize("columns", [[[1, 1, 0, 0, 0, 0], [0, 1, 1, 0, 0, 0]], [[1, 0, 1, 1, 0, 0]]])
def test_without_power_or_without_anything_to_tell_all_weigh_alike(columns):
    power = 0.0 if len(columns) == 2 else 1.0
    assert weights(columns, power=power) == pytest.approx(np.ones(len(columns)))


def test_columns_are_multiplied():
    features = sparse.csr_matrix(np.array([[1.0, 0.0, 2.0], [0.0, 3.0, 0.0]]))
    assert times(features, np.array([2.0, 3.0, 0.5])).toarray().tolist() == [[2, 0, 1], [0, 9, 0]]


def test_occurrences_that_are_known_need_not_be_counted():
    features = sparse.random_array((6, 9), density=0.4, rng=np.random.default_rng(0), format="csr")
    known = features.count_nonzero(axis=0)
    found = [ratio_weights(features, TARGET, power=0.5, smoothing=1.0, occurrences=o) for o in (None, known)]
    assert np.array_equal(*found)
    assert not np.array_equal(
        found[0], ratio_weights(features, TARGET, power=0.5, smoothing=1.0, occurrences=known + 1)
    )


def test_one_more_column_a_row_is_what_stacking_gives():
    features = sparse.csr_matrix(sparse.random_array((7, 5), density=0.4, rng=np.random.default_rng(0)))
    which = np.array([2, 0, 0, 1, 2, 2, 1])
    stacked = sparse.hstack([features, sparse.csr_matrix(np.eye(3)[which])]).tocsr()
    found = with_one_more(features, which, 3)
    assert np.array_equal(found.indptr, stacked.indptr)
    assert np.array_equal(found.indices, stacked.indices)
    assert np.array_equal(found.data, stacked.data)
    assert found.shape == (7, 8)
