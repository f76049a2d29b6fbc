import numpy as np
import pytest
from scipy import sparse
from sklearn.base import clone

from inspection_findings.labels import LABELS, Domain, Polarity
from inspection_findings.model.factorised import FactorisedClassifier


@pytest.fixture(scope="module")
def data():
    """Feature k marks domain k; the last two features mark strength and weakness."""
    generator = np.random.default_rng(0)
    features = np.zeros((1200, 13))
    truth = np.zeros((1200, 22), dtype=np.int8)
    for row in range(1200):
        domain, polarity = generator.integers(11), generator.integers(2)
        features[row, domain] = features[row, 11 + polarity] = 1
        truth[row, 2 * domain + polarity] = 1
    return sparse.csr_matrix(features), truth


@pytest.fixture(scope="module")
def fitted(data):
    return FactorisedClassifier().fit(*data)


def test_finds_the_pairs(data, fitted):
    assert (fitted.predict(data[0]) == data[1]).all()


def test_polarity_carries_over_to_a_domain_seen_with_the_other_one_only(data):
    features, truth = data
    care_leavers, last = list(Domain).index(Domain.CARE_LEAVERS), 12
    column = 2 * care_leavers + list(Polarity).index(Polarity.WEAKNESS)
    seen = truth[:, column] == 0
    fitted = FactorisedClassifier().fit(features[seen], truth[seen])
    unseen = np.zeros((1, 13))
    unseen[0, [care_leavers, last]] = 1
    scores = fitted.predict_proba(sparse.csr_matrix(unseen))[0]
    assert LABELS[int(scores.argmax())] == LABELS[column]


def test_weights_are_exact_in_single_precision(fitted):
    assert np.array_equal(fitted.coef_, fitted.coef_.astype(np.float32).astype(float))


def test_sample_weight_counts(data):
    features, truth = data
    heavy = np.where(truth[:, 0] == 1, 50.0, 1.0)
    plain = FactorisedClassifier(domain_c=0.01).fit(features, truth)
    weighted = FactorisedClassifier(domain_c=0.01).fit(features, truth, sample_weight=heavy)
    assert weighted.predict_proba(features)[:, 0].mean() > plain.predict_proba(features)[:, 0].mean()


def test_a_domain_without_examples_is_an_error(data):
    features, truth = data
    missing = truth.copy()
    missing[:, :2] = 0
    with pytest.raises(ValueError, match="class"):
        FactorisedClassifier().fit(features, missing)


def test_clones_with_its_parameters():
    assert clone(FactorisedClassifier(2.0, 3.0, smoothing=1.0, seed=5)).get_params() == {
        "domain_c": 2.0,
        "polarity_c": 3.0,
        "ratio_power": 0.5,
        "smoothing": 1.0,
        "seed": 5,
    }
