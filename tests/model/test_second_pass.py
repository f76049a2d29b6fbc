import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from inspection_findings.model.second_pass import SecondPass


@pytest.fixture(scope="module")
def data():
    generator = np.random.default_rng(0)
    features = generator.normal(3.0, 5.0, size=(500, 6))
    truth = (features @ generator.normal(size=(6, 3)) > 0).astype(np.int8)
    return features, truth


def test_equals_a_scaler_and_logistic_regression_a_label(data):
    features, truth = data
    fitted = SecondPass(c=0.3).fit(features, truth)
    for k in range(3):
        reference = make_pipeline(StandardScaler(), LogisticRegression(C=0.3, max_iter=1000))
        expected = reference.fit(features, truth[:, k]).predict_proba(features)[:, 1]
        assert fitted.predict_proba(features)[:, k] == pytest.approx(expected, abs=1e-9)


def test_predicts_from_a_half(data):
    features, truth = data
    fitted = SecondPass().fit(features, truth)
    assert np.array_equal(fitted.predict(features), fitted.predict_proba(features) >= 0.5)


def test_a_label_without_examples_is_an_error(data):
    with pytest.raises(ValueError, match="class"):
        SecondPass().fit(data[0], np.zeros((500, 2)))
