import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from inspection_findings.model.factorised import FactorisedClassifier
from minilm.linear import fit_soft


def solver():
    return LogisticRegression(C=4.0, solver="liblinear", dual=True, tol=1e-6, max_iter=20000, random_state=0)


@pytest.fixture(scope="module")
def examples():
    generator = np.random.default_rng(0)
    labels = (generator.random((300, 22)) < 0.15).astype(float)
    features = labels @ generator.normal(size=(22, 12)) + generator.normal(size=(300, 12))
    return features / 10, labels


def test_hard_labels_are_fitted_as_the_product_does(examples):
    features, labels = examples
    own = fit_soft(sparse.csr_matrix(features), labels, np.ones(300), solver).probabilities(features)
    product = FactorisedClassifier(ratio_power=0.0).fit(features, labels).predict_proba(features)
    assert np.abs(own - product).max() < 0.02


def test_dense_features_are_fitted_as_sparse_ones(examples):
    features, labels = examples
    dense, thin = (fit_soft(f, labels, np.ones(300), solver) for f in (features, sparse.csr_matrix(features)))
    assert np.allclose(dense.probabilities(features), thin.probabilities(features), atol=1e-3)


def test_probabilities_are_learnt_as_they_are(examples):
    _, labels = examples
    features = np.ones((300, 1))
    share = labels.mean(axis=0)
    # Where all rows look alike, a row of the mean label teaches as much as the rows it is the mean of.
    soft = fit_soft(features, np.tile(share, (300, 1)), np.ones(300), solver).probabilities(features)
    assert soft[0] == pytest.approx(share, abs=0.02)


def test_a_soft_row_counts_by_its_weight(examples):
    _, labels = examples
    features, taught = np.ones((600, 1)), np.vstack([labels, np.full((300, 22), 0.5)])
    ignored, heard = (
        fit_soft(features, taught, np.repeat([1.0, weight], 300), solver).probabilities(features)[0]
        for weight in (1e-6, 1.0)
    )
    assert ignored == pytest.approx(labels.mean(axis=0), abs=0.03)
    assert (heard > ignored).all()
