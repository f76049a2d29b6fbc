import dataclasses

import numpy as np
import pytest

from inspection_findings.corpus.records import Sample, Source, truth_matrix
from inspection_findings.exceptions import CorpusError
from inspection_findings.labels import Domain
from inspection_findings.model import training
from inspection_findings.model.config import FeaturesConfig, FieldConfig, SecondPassConfig, TrainingConfig
from inspection_findings.model.learn_then_test import control_precision
from inspection_findings.model.training import compact_model, fit_classifier


def test_out_of_fold_predictions_leave_the_group_out(classifier, training_records):
    # A model that had seen the rows would be all but right on them; thresholds must not rest on that.
    from inspection_findings.evaluation.metrics import micro_f1
    from inspection_findings.model.features import sentence_table

    truth = truth_matrix(training_records)
    table = sentence_table([r.sentence for r in training_records], reach=2)
    seen = micro_f1(truth, classifier.predict(table))
    unseen = micro_f1(truth, (classifier.out_of_fold_ >= classifier.thresholds_).astype("int8"))
    assert seen > 0.85
    assert unseen < seen - 0.15


def test_a_precision_is_promised_on_unseen_real_text_sampled_at_random(classifier, training_records):
    assert classifier.risk_control_ is None  # for it has read specimens alone
    records = [
        dataclasses.replace(r, source=Source.REPORT, sample=Sample.RANDOM if i < 800 else Sample.ACTIVE)
        for i, r in enumerate(training_records[:1000])
    ]
    fields = (FieldConfig(name="words", source="text", high=1),)
    config = TrainingConfig(
        folds=2, features=FeaturesConfig(fields=fields), second_pass=SecondPassConfig(rounds=1)
    )
    fitted = fit_classifier(records, config)
    real = slice(800)
    expected = control_precision(
        truth_matrix(records)[real],
        fitted.out_of_fold_[real],
        [record.group for record in records[real]],
        fitted.thresholds_,
    )
    scorer = compact_model(fitted, data={"fingerprint": "0" * 64}, metrics={})
    for promised, thresholds in zip(expected.precisions, expected.thresholds, strict=True):
        assert np.array_equal(scorer.thresholds_for(promised), thresholds)


def test_a_version_tells_the_data_and_how_text_is_read(classifier, monkeypatch):
    def version():
        return compact_model(classifier, data={"fingerprint": "abcdef0123"}, metrics={}).metadata.version

    monkeypatch.setattr(training, "FORMAT_VERSION", 7)
    assert version().endswith("+abcdef01.7")


def test_too_few_groups_is_an_error(training_records):
    with pytest.raises(CorpusError, match="too few for 5 folds"):
        fit_classifier(training_records[:4], TrainingConfig())


def test_a_label_without_examples_is_named(training_records):
    without = [r for r in training_records if all(x.domain is not Domain.VOICE for x in r.labels)]
    with pytest.raises(CorpusError, match="voice:strength, voice:weakness"):
        fit_classifier(without, TrainingConfig())


class _Recorder:
    """Stands in for the classifier and keeps what it was fitted with."""

    def __init__(self, config, n_jobs=None):
        pass

    def fit(self, table, truth, **given):
        self.given = given
        return self


def test_specimens_weigh_less_beside_real_sentences_and_do_not_choose_thresholds(
    training_records, monkeypatch
):
    monkeypatch.setattr(training, "FindingsClassifier", _Recorder)
    mixed = [
        dataclasses.replace(r, source=Source.REPORT, document="d") if i < 500 else r
        for i, r in enumerate(training_records)
    ]
    given = fit_classifier(mixed, TrainingConfig(specimen_weight=0.25)).given
    assert set(given["sample_weight"][:500]) == {1.0}
    assert set(given["sample_weight"][500:]) == {0.25}
    assert not given["representative"][500:].any()
    alone = fit_classifier(training_records, TrainingConfig(specimen_weight=0.25)).given
    assert set(alone["sample_weight"]) == {1.0}
    assert alone["representative"] is None
