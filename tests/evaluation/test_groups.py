import numpy as np
import pytest

from inspection_findings.evaluation.groups import Grouping, evaluate_groups, evaluate_predictions
from inspection_findings.evaluation.metrics import evaluate
from made_predictions import as_good_as, made_predictions


@pytest.fixture
def predictions():
    return made_predictions()


def test_figures_are_those_of_evaluating_sentence_by_sentence(predictions):
    found = evaluate_predictions(predictions, resamples=100, seed=2)
    expected = evaluate(predictions.scored, predictions.documents, resamples=100, seed=2)
    assert (found.per_label, found.sentences, found.documents) == (expected.per_label, 240, 24)
    for name, estimate in expected.estimates.items():
        assert found.estimates[name].value == estimate.value
        ends = (found.estimates[name].low, found.estimates[name].high)
        assert ends == pytest.approx((estimate.low, estimate.high), abs=1e-12)


def test_each_group_is_measured_by_itself_and_the_unknown_last(predictions):
    found = evaluate_groups(predictions, Grouping.FRAMEWORK, resamples=20)
    assert list(found) == ["ilacs", "send", "none"]
    rows = np.flatnonzero([name is None for name in predictions.frameworks])
    expected = evaluate(predictions.scored.take(rows), [predictions.documents[i] for i in rows], resamples=20)
    assert found["none"].estimates["pair_micro_f1"] == expected.estimates["pair_micro_f1"]
    assert list(evaluate_groups(predictions, Grouping.SECTION, resamples=20)) == ["leaders", "none"]


def test_a_group_without_a_finding_has_figures_that_are_not_numbers(predictions):
    silent = as_good_as(predictions, thresholds=np.full(22, 2.0))
    found = evaluate_predictions(silent, resamples=20)
    assert np.isnan(found.estimates["polarity_accuracy"].value)
    assert found.estimates["pair_micro_f1"].value == 0


def test_some_of_the_sentences_have_a_fingerprint_of_their_own(predictions):
    some = predictions.take(np.array([3, 5]))
    assert some.ids == ("s3", "s5")
    assert some.fingerprint not in {predictions.fingerprint, predictions.take(np.array([3, 6])).fingerprint}
