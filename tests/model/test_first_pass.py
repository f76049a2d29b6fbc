from __future__ import annotations

import numpy as np
import pytest
from joblib import Parallel
from scipy import sparse
from sklearn.model_selection import GroupKFold

from inspection_findings.corpus.records import truth_matrix
from inspection_findings.model import first_pass
from inspection_findings.model.config import FirstPassConfig
from inspection_findings.model.factorised import FactorisedClassifier
from inspection_findings.model.first_pass import fit_first_pass
from inspection_findings.model.memory import array_memory

SETTINGS = {**FirstPassConfig(domain_c=0.01, polarity_c=0.01).model_dump(), "seed": 0}


@pytest.fixture(scope="module")
def data(training_records):
    truth = truth_matrix(training_records)
    generator = np.random.default_rng(0)
    # What a label's sentences have in common, among noise.
    signal = truth @ generator.random((22, 30)) * (generator.random((len(truth), 30)) > 0.5)
    features = sparse.csr_matrix(signal)
    groups = [record.group for record in training_records]
    return features, truth, np.ones(len(truth)), list(GroupKFold(2).split(truth, groups=groups))


def fit(data, memory=None, settings=SETTINGS):
    with Parallel(n_jobs=1) as parallel:
        return fit_first_pass(*data, settings, parallel=parallel, memory=array_memory(memory))


def test_each_row_is_scored_by_the_fold_that_left_it_out(data):
    features, truth, weight, folds = data
    found = fit(data)
    for rows, held_out in folds:
        alone = FactorisedClassifier(**SETTINGS).fit(features[rows], truth[rows], weight[rows])
        domains, polarities = alone.logits(features[held_out])
        assert np.array_equal(found.domains[held_out], domains)
        assert np.array_equal(found.polarities[held_out], polarities)
    everything = FactorisedClassifier(**SETTINGS).fit(features, truth, weight)
    assert np.array_equal(found.classifier.coef_, everything.coef_)


def test_from_memory_comes_what_was_fitted(data, tmp_path, monkeypatch):
    first = fit(data, tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(FactorisedClassifier, "fit", None)
        again = fit(data, tmp_path)
    for name in ("coef_", "intercept_", "polarity_offsets_", "classes_", "n_features_in_"):
        assert np.array_equal(getattr(again.classifier, name), getattr(first.classifier, name))
    assert np.array_equal(again.domains, first.domains)
    assert np.array_equal(again.polarities, first.polarities)
    assert np.array_equal(again.classifier.predict_proba(data[0]), first.classifier.predict_proba(data[0]))


@pytest.mark.parametrize("changed", ["settings", "labels", "code"])
def test_whatever_bears_on_the_fits_makes_them_anew(data, tmp_path, monkeypatch, changed):
    fit(data, tmp_path)
    settings = SETTINGS
    if changed == "settings":
        settings = {**SETTINGS, "domain_c": 1.0}
    elif changed == "labels":
        features, truth, weight, folds = data
        truth = truth.copy()
        truth[0] = 1 - truth[0]
        data = (features, truth, weight, folds)
    else:
        monkeypatch.setattr(first_pass, "_code", lambda: "another")
    fit(data, tmp_path, settings)
    assert len(list(tmp_path.rglob("*.npz"))) == 2
