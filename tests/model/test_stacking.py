import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from inspection_findings.model.stacking import PassageStacker


@pytest.fixture(scope="module")
def data():
    """Three labels with five cell features each, all labels by the same rule but for their intercepts."""
    generator = np.random.default_rng(0)
    cells = generator.normal(3.0, 5.0, size=(600, 3, 5))
    logits = cells @ generator.normal(size=5) + np.array([-3.0, 0.0, 3.0])
    return cells, (logits + generator.normal(size=logits.shape) > 0).astype(np.int8)


def test_alone_equals_a_scaler_and_logistic_regression_a_label(data):
    cells, truth = data
    scaled = StandardScaler().fit_transform(cells.reshape(-1, 5)).reshape(cells.shape)
    fitted = PassageStacker(c=0.3, shared=0.0).fit(cells, truth)
    for k in range(3):
        reference = LogisticRegression(C=0.3, max_iter=1000).fit(scaled[:, k], truth[:, k])
        expected = reference.predict_proba(scaled[:, k])[:, 1]
        assert fitted.predict_proba(cells)[:, k] == pytest.approx(expected, abs=1e-9)


def test_wholly_shared_equals_one_regression_over_all_cells(data):
    cells, truth = data
    scaled = StandardScaler().fit_transform(cells.reshape(-1, 5))
    rows = np.hstack([scaled, np.tile(np.eye(3), (len(cells), 1))])
    expected = LogisticRegression(max_iter=1000).fit(rows, truth.ravel()).predict_proba(rows)
    fitted = PassageStacker(shared=1.0).fit(cells, truth)
    assert fitted.predict_proba(cells).ravel() == pytest.approx(expected[:, 1], abs=1e-9)
    assert np.allclose(fitted.coef_[0], fitted.coef_[2])


def test_between_them_the_weights_are_the_mean(data):
    alone, both, shared = (PassageStacker(shared=s).fit(*data) for s in (0.0, 0.5, 1.0))
    assert np.allclose(both.coef_, (alone.coef_ + shared.coef_) / 2)
    assert np.allclose(both.intercept_, (alone.intercept_ + shared.intercept_) / 2)


def test_sharing_helps_a_label_with_few_examples(data):
    cells, truth = data
    few = np.zeros(len(truth), dtype=bool)
    few[:300] = True
    sparse = truth.copy()
    # Of the first label only a handful of examples is left among the training rows.
    positives = np.flatnonzero(sparse[:300, 0])
    sparse[positives[5:], 0] = 0
    errors = []
    for shared in (0.0, 1.0):
        scores = PassageStacker(shared=shared).fit(cells[few], sparse[few]).predict_proba(cells[~few])[:, 0]
        ranked = scores[truth[~few, 0] == 1][:, None] > scores[truth[~few, 0] == 0][None]
        errors.append(1 - ranked.mean())
    assert errors[1] < errors[0]


def test_sample_weight_counts(data):
    cells, truth = data
    heavy = np.where(truth[:, 0] == 1, 50.0, 1.0)
    plain = PassageStacker(c=0.01).fit(cells, truth).predict_proba(cells)[:, 0].mean()
    weighted = PassageStacker(c=0.01).fit(cells, truth, sample_weight=heavy).predict_proba(cells)[:, 0].mean()
    assert weighted > plain


def test_cells_of_no_weight_are_left_out(data):
    cells, truth = data
    weight = np.ones(truth.shape)
    weight[300:, 1] = 0
    spoilt = truth.copy()
    spoilt[300:, 1] = 1 - spoilt[300:, 1]
    fitted = PassageStacker().fit(cells, truth, sample_weight=weight).predict_proba(cells)
    assert np.array_equal(
        PassageStacker().fit(cells, spoilt, sample_weight=weight).predict_proba(cells), fitted
    )


def test_a_feature_that_never_varies_does_no_harm(data):
    cells, truth = data
    constant = np.concatenate([cells, np.ones((*cells.shape[:2], 1))], axis=2)
    fitted = PassageStacker().fit(constant, truth)
    expected = PassageStacker().fit(cells, truth).predict_proba(cells)
    assert fitted.predict_proba(constant) == pytest.approx(expected, abs=1e-4)


def test_predicts_from_a_half(data):
    fitted = PassageStacker().fit(*data)
    assert np.array_equal(fitted.predict(data[0]), fitted.predict_proba(data[0]) >= 0.5)


def test_a_label_without_examples_is_an_error(data):
    with pytest.raises(ValueError, match="class"):
        PassageStacker().fit(data[0], np.zeros((600, 3)))
