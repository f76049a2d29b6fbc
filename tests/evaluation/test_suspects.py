import numpy as np
import pytest

from inspection_findings.corpus.records import truth_matrix
from inspection_findings.corpus.splits import Split
from inspection_findings.evaluation.suspects import find_suspects
from inspection_findings.labels import LABEL_INDEX, Label

LABEL = Label.parse("voice:strength")


@pytest.fixture(scope="module")
def records(specimens):
    return specimens.splits[Split.TRAIN][:600]


@pytest.fixture
def agreeing(records):
    """Probabilities of a model that is of the labels' opinion, more or less surely."""
    noise = np.random.default_rng(0).uniform(0.02, 0.2, (len(records), 22))
    truth = truth_matrix(records)
    return np.where(truth == 1, 1 - noise, noise)


def test_nothing_is_suspect_where_the_model_agrees(records, agreeing):
    assert find_suspects(records, agreeing) == []


def test_a_label_too_many_and_one_too_few_are_found_and_named(records, agreeing):
    column = LABEL_INDEX[LABEL]
    with_label = next(i for i, r in enumerate(records) if LABEL in r.labels)
    without = next(i for i, r in enumerate(records) if LABEL not in r.labels)
    agreeing[with_label, column] = 0.01
    agreeing[without, column] = 0.97
    first, second = find_suspects(records, agreeing)
    assert [first.record, second.record] == [records[with_label], records[without]]
    assert [str(d) for d in first.doubts] == ["-voice:strength (0.01)"]
    assert [str(d) for d in second.doubts] == ["+voice:strength (0.97)"]
    assert first.quality < second.quality < 0.5
