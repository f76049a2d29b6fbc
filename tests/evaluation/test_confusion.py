import numpy as np
import pytest

from inspection_findings.evaluation.confusion import domain_confusion
from inspection_findings.evaluation.metrics import Scored, by_domain
from made_predictions import made_predictions


def counted(truth, predicted):
    """Confusion of one sentence with the given domains, both as strengths."""
    t, p = np.zeros((1, 22), np.int8), np.zeros((1, 22), np.int8)
    t[0, [2 * d for d in truth]], p[0, [2 * d for d in predicted]] = 1, 1
    counts = domain_confusion(Scored(t, p.astype(float), p))
    return {(int(r), int(c)): float(counts[r, c]) for r, c in zip(*np.nonzero(counts), strict=True)}


@pytest.mark.parametrize(
    ("truth", "predicted", "cells"),
    [
        ([], [], {}),
        ([3], [3], {(3, 3): 1}),
        ([3], [4], {(3, 4): 1}),
        ([3], [], {(3, 11): 1}),
        ([], [4], {(11, 4): 1}),
        ([3], [3, 4], {(3, 3): 1, (11, 4): 1}),
        ([3, 5], [3, 4], {(3, 3): 1, (5, 4): 1}),
        ([3], [4, 5], {(3, 4): 0.5, (3, 5): 0.5}),
        ([3, 5], [4], {(3, 4): 1, (5, 4): 1}),
    ],
)
def test_each_kind_of_sentence_is_counted_as_is_said(truth, predicted, cells):
    assert counted(truth, predicted) == cells


def test_polarity_is_left_aside():
    truth, predicted = np.zeros((1, 22), np.int8), np.zeros((1, 22), np.int8)
    truth[0, 6], predicted[0, 7] = 1, 1
    counts = domain_confusion(Scored(truth, predicted.astype(float), predicted))
    assert counts[3, 3] == counts.sum() == 1


def test_rows_add_up_to_the_true_sentences():
    scored = made_predictions().scored
    counts = domain_confusion(scored)
    assert counts[:11].sum(axis=1) == pytest.approx(by_domain(scored.truth).sum(axis=0))
