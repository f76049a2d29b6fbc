import numpy as np
import pytest

from inspection_findings.evaluation.bootstrap import (
    document_sums,
    interval,
    label_f1,
    metric_values,
    resampled,
)
from inspection_findings.evaluation.metrics import METRICS, evaluate, per_label_scores
from made_predictions import as_good_as, made_predictions

# Sums in another order differ in the last digits.
CLOSE = 1e-12


@pytest.fixture(params=[1, 7, 240])
def predictions(request):
    return made_predictions(documents=request.param)


def test_every_metric_follows_from_the_sums(predictions):
    sums = document_sums(predictions.scored, predictions.documents)
    values = metric_values(sums.sum(axis=0)[None, :])
    assert set(values) == set(METRICS)
    for name, metric in METRICS.items():
        assert values[name] == pytest.approx(metric(predictions.scored), abs=CLOSE), name
    f1 = [score.f1 for score in per_label_scores(predictions.scored)]
    assert label_f1(sums.sum(axis=0)[None, :])[0] == pytest.approx(f1, abs=CLOSE)


def test_intervals_are_those_of_resampling_the_sentences_themselves(predictions):
    expected = evaluate(predictions.scored, predictions.documents, resamples=300, seed=5).estimates
    drawn = resampled(document_sums(predictions.scored, predictions.documents), resamples=300, seed=5)
    for name, values in metric_values(drawn).items():
        ends = (expected[name].low, expected[name].high)
        assert interval(values) == pytest.approx(ends, abs=CLOSE), name


def test_the_order_of_sentences_does_not_matter():
    predictions = made_predictions()
    shuffled = np.random.default_rng(1).permutation(len(predictions.ids))
    again = document_sums(predictions.scored.take(shuffled), [predictions.documents[i] for i in shuffled])
    assert again == pytest.approx(document_sums(predictions.scored, predictions.documents), abs=CLOSE)


def test_where_nothing_is_found_there_is_nothing_to_measure():
    silent = as_good_as(made_predictions(n=12, documents=3), thresholds=np.full(22, 2.0))
    sums = document_sums(silent.scored, silent.documents)
    values = metric_values(resampled(sums, resamples=20))
    assert (values["pair_micro_f1"] == 0).all()
    for name in ("polarity_accuracy", "exact_polarity_accuracy", "expected_calibration_error"):
        assert np.isnan(values[name]).all()
        assert np.isnan(interval(values[name])).all()


def test_a_confidence_of_one_falls_into_the_last_bin():
    sure = as_good_as(made_predictions(n=12, documents=3), probabilities=np.ones((12, 22)))
    values = metric_values(document_sums(sure.scored, sure.documents).sum(axis=0)[None, :])
    assert values["expected_calibration_error"] == pytest.approx(1 - sure.truth.mean())
