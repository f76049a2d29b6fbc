import numpy as np
import pytest

from inspection_findings.model.neighbours import (
    logit,
    neighbour_features,
    pair_probabilities,
    sigmoid,
)


@pytest.fixture
def scores():
    generator = np.random.default_rng(1)
    return generator.normal(size=(5, 11)), generator.normal(size=(5, 11, 2))


def test_pairs_are_products(scores):
    pairs = pair_probabilities(*scores)
    assert pairs.shape == (5, 22)
    assert pairs[2, 7] == pytest.approx(sigmoid(scores[0])[2, 3] * sigmoid(scores[1])[2, 3, 1])


def test_sigmoid_and_logit_stay_finite_and_invert():
    assert np.isfinite(sigmoid(np.array([-1e4, 1e4]))).all()
    assert np.isfinite(logit(np.array([0.0, 1.0]))).all()
    assert logit(sigmoid(np.array([-3.0, 0.5]))) == pytest.approx([-3.0, 0.5])


def test_neighbours_stand_where_they_should(scores):
    own = logit(pair_probabilities(*scores))
    features = neighbour_features(*scores, [(0, 3), (3, 4), (4, 5)])
    assert features.shape == (5, 123)
    before, after = features[:, 33:55], features[:, 55:77]
    assert np.allclose(before[1], own[0])
    assert np.allclose(after[1], own[2])
    assert (before[0] == -4).all()
    assert (after[2] == -4).all()
    assert np.array_equal(features[:, -2:], [[0, 1], [1, 1], [1, 0], [0, 0], [0, 0]])


def test_mean_and_maximum_leave_the_sentence_itself_out(scores):
    pairs = pair_probabilities(*scores)
    features = neighbour_features(*scores, [(0, 3), (3, 5)])
    mean, highest = features[:, 77:99], features[:, 99:121]
    assert np.allclose(mean[0], logit(pairs[[1, 2]].mean(axis=0), 1e-3))
    assert np.allclose(highest[0], logit(pairs[[1, 2]].max(axis=0)))
    assert np.allclose(highest[3], logit(pairs[4]))


def test_a_passage_does_not_see_another(scores):
    domains, polarities = scores
    together = neighbour_features(domains, polarities, [(0, 3), (3, 5)])
    alone = neighbour_features(domains[:3], polarities[:3], [(0, 3)])
    assert np.array_equal(together[:3], alone)
