import numpy as np
import pytest

from inspection_findings.model.neighbours import (
    CELL_FEATURES,
    KNOTS,
    N_CELL_FEATURES,
    cell_features,
    logit,
    pair_probabilities,
    sigmoid,
    stack_features,
    stacked_probabilities,
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


OWN, OPPOSITE, BEFORE, AFTER, MEAN, HIGHEST, EITHER_BEFORE, EITHER_AFTER, EITHER_MEAN = range(9)
GAP, EXPECTED, LEAN, LEAN_AROUND = range(9, 13)
OPENING, MEAN_BEFORE, MEAN_AFTER = (
    CELL_FEATURES.index(name) for name in ("opening", "mean_before", "mean_after")
)


@pytest.fixture
def pairs(scores):
    return pair_probabilities(*scores)


def test_neighbours_stand_where_they_should(pairs):
    own = logit(pairs)
    cells = cell_features(pairs, [(0, 3), (3, 4), (4, 5)])
    assert cells.shape == (5, 22, N_CELL_FEATURES)
    assert np.allclose(cells[:, :, OWN], own)
    assert np.allclose(cells[1, :, BEFORE], own[0])
    assert np.allclose(cells[1, :, AFTER], own[2])
    assert (cells[0, :, BEFORE] == -4).all()
    assert (cells[2, :, AFTER] == -4).all()
    assert (cells[3, :, [BEFORE, AFTER, MEAN, HIGHEST]] == -4).all()


def test_mean_and_maximum_leave_the_sentence_itself_out(pairs):
    cells = cell_features(pairs, [(0, 3), (3, 5)])
    assert np.allclose(cells[0, :, MEAN], logit(pairs[[1, 2]].mean(axis=0), 1e-3))
    assert np.allclose(cells[0, :, HIGHEST], logit(pairs[[1, 2]].max(axis=0)))
    assert np.allclose(cells[3, :, HIGHEST], logit(pairs[4]))


def test_all_before_all_after_and_the_opening_sentence(pairs):
    cells = cell_features(pairs, [(0, 4), (4, 5)])
    assert np.allclose(cells[3, :, OPENING], logit(pairs[0]))
    assert np.allclose(cells[2, :, MEAN_BEFORE], logit(pairs[:2].mean(axis=0), 1e-3))
    assert np.allclose(cells[1, :, MEAN_AFTER], logit(pairs[2:4].mean(axis=0), 1e-3))
    assert (cells[0, :, [OPENING, MEAN_BEFORE]] == -4).all()
    assert (cells[3:, :, MEAN_AFTER] == -4).all()


def test_scores_are_bent_at_the_knots(pairs):
    cells = cell_features(pairs, [(0, 5)])
    for knot in KNOTS:
        bent = cells[:, :, CELL_FEATURES.index(f"highest>{knot:g}")]
        assert np.allclose(bent, np.maximum(cells[:, :, HIGHEST] - knot, 0))


def test_polarities_of_a_domain_see_each_other(pairs):
    cells = cell_features(pairs, [(0, 5)])
    assert np.array_equal(cells[:, 6, OPPOSITE], cells[:, 7, OWN])
    assert np.array_equal(cells[:, 6, EITHER_BEFORE], cells[:, 6:8, BEFORE].max(axis=1))
    assert np.array_equal(cells[:, 6, EITHER_AFTER], cells[:, 7, EITHER_AFTER])
    assert np.array_equal(cells[:, 7, EITHER_MEAN], cells[:, 6:8, MEAN].max(axis=1))


def test_the_strongest_label_has_no_gap_and_lean_changes_sign_with_polarity(pairs):
    cells = cell_features(pairs, [(0, 5)])
    assert (cells[:, :, GAP].min(axis=1) == 0).all()
    assert np.allclose(cells[:, 0, EXPECTED], np.log(pairs.sum(axis=1) + 0.05))
    assert np.array_equal(cells[:, 0::2, LEAN], -cells[:, 1::2, LEAN])
    expected = (cells[:, 0, LEAN].sum() - cells[:, 0, LEAN]) / 4
    assert np.allclose(cells[:, 0, LEAN_AROUND], expected)


def test_a_passage_does_not_see_another(pairs):
    together = cell_features(pairs, [(0, 3), (3, 5)])
    assert np.array_equal(together[:3], cell_features(pairs[:3], [(0, 3)]))


def test_a_later_round_reads_the_first_pass_and_the_round_before(scores, pairs):
    places, bounds = np.eye(5, 4), [(0, 5)]
    first = stack_features(scores[0], pairs, None, places, bounds)
    later = stack_features(scores[0], pairs, pairs / 2, places, bounds)
    assert first.shape == (5, 22, 1 + 4 + N_CELL_FEATURES)
    assert np.array_equal(later[:, :, : first.shape[2]], first)
    assert np.array_equal(later[:, :, first.shape[2] :], cell_features(pairs / 2, bounds))
    assert np.array_equal(first[:, 4, 0], scores[0][:, 2])
    assert np.array_equal(first[:, 9, 1:5], places)


def test_stacked_probabilities_weigh_each_labels_own_features():
    features = np.arange(12.0).reshape(2, 2, 3) / 10
    coefficients, intercepts = np.array([[1.0, 0, 0], [0, 0, 2.0]]), np.array([0.5, -1.0])
    expected = sigmoid(np.array([[0.0 + 0.5, 1.0 - 1.0], [0.6 + 0.5, 2.2 - 1.0]]))
    assert np.allclose(stacked_probabilities(features, coefficients, intercepts), expected)
