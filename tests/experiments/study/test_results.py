import dataclasses

import numpy as np
import pytest

from inspection_findings.evaluation.metrics import Scored
from study.results import Comparison, Held, Measured, Result, compare, load_held, read_results

N = 60


def held(seed, noise):
    """Predictions of sixty sentences of twelve documents, with a share of the cells wrong."""
    truth = (np.random.default_rng(0).random((N, 22)) < 0.2).astype(np.int8)
    wrong = np.random.default_rng(seed).random((N, 22)) < noise
    predicted = np.where(wrong, 1 - truth, truth).astype(np.int8)
    ids = np.array([f"s{i}" for i in range(N)])
    documents = np.array([f"d{i // 5}" for i in range(N)])
    return Held(ids, documents, Scored(truth, predicted * 0.9, predicted))


AGAINST = Comparison("best", (-0.1, -0.2, 0.0), 0.02)
FOLDS = Measured(N, 12, {"pair_micro_f1": (0.5, 0.4, 0.6)}, (0.45, 0.55), AGAINST)
RESULT = Result("row", "g", "a row", "f" * 8, {"c": 4.0}, 10.0, 2.0, folds=FOLDS)


def test_a_result_is_read_as_it_was_written(tmp_path):
    RESULT.save(tmp_path)
    assert read_results(tmp_path) == {"row": RESULT}


def test_a_result_is_current_for_its_settings_and_data_whatever_it_is_called():
    renamed = {**RESULT.config, "title": "another title"}
    assert RESULT.current(renamed, "f" * 8)
    assert not RESULT.current({"c": 1.0}, "f" * 8)
    assert not RESULT.current(RESULT.config, "other data")


def test_predictions_are_read_in_the_order_asked_for(tmp_path):
    row = held(1, 0.1)
    row.save(tmp_path / "row.npz")
    back = np.arange(N)[::-1]
    found = load_held(tmp_path / "row.npz", row.ids[back].tolist(), ["d"] * N, row.scored.truth[back])
    assert (found.scored.predicted == row.scored.predicted[back]).all()


def test_missing_sentences_are_named(tmp_path):
    row = held(1, 0.1)
    row.save(tmp_path / "row.npz")
    with pytest.raises(ValueError, match="1 sentences have no prediction"):
        load_held(tmp_path / "row.npz", [*row.ids.tolist(), "s60"], [], row.scored.truth)


def test_labels_that_are_not_the_corpus_s_are_refused(tmp_path):
    np.savez(tmp_path / "row.npz", ids=["s0"], probabilities=np.zeros((1, 3)), predicted=np.zeros((1, 3)))
    with pytest.raises(ValueError, match="expected"):
        load_held(tmp_path / "row.npz", ["s0"], ["d0"], np.zeros((1, 22), dtype=np.int8))


def test_a_better_row_is_better_by_interval_and_by_test():
    found = compare(held(1, 0.02), held(2, 0.15), "other")
    value, low, high = found.difference
    assert 0 < low < value < high
    assert found.p < 0.001
    turned = compare(held(2, 0.15), held(1, 0.02), "other")
    assert turned.difference[0] == pytest.approx(-value)


def test_a_row_like_another_is_not():
    same = compare(held(1, 0.1), held(1, 0.1), "other")
    assert same.difference == (0.0, 0.0, 0.0)
    assert same.p == 1.0


def test_other_sentences_are_refused():
    row = held(1, 0.1)
    with pytest.raises(ValueError, match="not measured on the sentences"):
        compare(row, dataclasses.replace(row, ids=row.ids[::-1]), "other")
