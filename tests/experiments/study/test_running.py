import dataclasses

import numpy as np
import pytest

from inspection_findings.model.config import FeaturesConfig, FieldConfig, TrainingConfig
from inspection_findings.model.features import sentence_table
from inspection_findings.model.training import fit_classifier
from study.config import Row
from study.features import Vectorizer
from study.models import first_scores, training_rows
from study.running import finish, platt, stack, vader_strength
from study.search import searched

FIELDS = (
    FieldConfig(name="words", source="text", high=1),
    FieldConfig(name="passage", source="passage", high=1, weight=0.5),
)
ROW = Row(name="row", group="g", title="t", fields=FIELDS, places=("section", "bullet", "first"))


@pytest.fixture(scope="module")
def first(data, memory):
    return first_scores(data, ROW.first_pass(), "fold 0", memory, again=False)


def test_a_stacked_row_predicts_what_the_product_predicts(data, memory):
    config = TrainingConfig(folds=2, features=FeaturesConfig(fields=FIELDS))
    part = data.parts["fold 0"]
    classifier = fit_classifier(data.take(part.train), config)
    table = sentence_table([r.sentence for r in data.take(part.held)], reach=config.features.reach)
    row = ROW.model_copy(update={"rounds": 2, "solver": "weighted"})
    first = first_scores(data, row.first_pass(), "fold 0", memory, again=False)
    found = finish(data, row, "fold 0", first, list(stack(data, first, "fold 0", 2)))
    # The order of the vocabulary differs, and with it the path of the solver.
    assert np.abs(found.probabilities - classifier.predict_proba(table)).max() < 0.005
    assert (found.predicted == classifier.predict(table)).mean() > 0.999


def test_rows_without_specimens_are_trained_on_real_text_alone(data):
    specimen = np.arange(len(data.records)) % 3 == 0
    mixed = dataclasses.replace(data, specimen=specimen)
    part = data.parts["fold 0"]
    rows = training_rows(mixed, ROW.first_pass().model_copy(update={"specimens": False}), part)
    assert rows.tolist() == [i for i in part.train if i % 3]


def test_a_label_of_its_own_needs_no_factorisation_and_stacking_does(data, memory):
    spec = ROW.first_pass().model_copy(update={"factorised": False})
    scores = first_scores(data, spec, "fold 0", memory, again=False)
    assert scores.held.pairs.shape == (len(data.parts["fold 0"].held), 22)
    with pytest.raises(ValueError, match="factorised"):
        list(stack(data, scores, "fold 0", 1))


def test_shrinkage_of_one_gives_all_labels_one_threshold(data, first):
    row = ROW.model_copy(update={"shrinkage": 1.0})
    found = finish(data, row, "fold 0", first, [])
    shown, hidden = (found.probabilities[found.predicted == value] for value in (1, 0))
    assert shown.min() > hidden.max()


def test_platt_scaling_meets_the_frequencies_of_the_labels(data, first):
    truth = data.truth[first.rows]
    [scaled] = platt(truth, first.inner.pairs**3, first.inner.pairs**3)
    assert np.abs(scaled.mean(axis=0) - truth.mean(axis=0)).max() < 0.005


def test_vader_replaces_the_polarity_and_leaves_the_domain(data, first):
    learnt = finish(data, ROW, "fold 0", first, [])
    lexicon = finish(data, ROW.model_copy(update={"polarity": "vader"}), "fold 0", first, [])
    shape = (len(learnt.rows), 11, 2)
    domain = 1 / (1 + np.exp(-first.held.domains))
    assert np.allclose(lexicon.probabilities.reshape(shape).sum(axis=2), domain)
    assert not np.allclose(lexicon.probabilities, learnt.probabilities)


def test_vader_knows_praise_from_blame():
    praise, blame = vader_strength(["Support is excellent and caring.", "Drift is a serious failure."])
    assert praise > 0.5 > blame


def test_the_search_starts_from_the_settings_as_they_are(data, memory):
    spec = ROW.first_pass()
    part = data.parts["fold 0"]
    blocks, _ = Vectorizer(data, spec, memory).blocks(part.train, part.held)
    for trials, same in ((1, True), (4, False)):
        found = searched(data, spec.model_copy(update={"trials": trials}), part.train, blocks)
        assert found.c == pytest.approx(spec.c) or not same
        assert [f.name for f in found.fields] == ["words", "passage"]
        assert found.fields[0].weight == 1.0
