import numpy as np

from inspection_findings.model.passages import Neighbours

VALUES = np.array([[1.0], [2.0], [4.0], [8.0], [16.0], [32.0]])
AROUND = Neighbours.of([(0, 3), (3, 4), (4, 6)], 6)


def test_who_stands_where():
    assert AROUND.first.tolist() == [0, 0, 0, 3, 4, 4]
    assert AROUND.last.tolist() == [2, 2, 2, 3, 5, 5]
    assert AROUND.before.tolist() == [0, 1, 2, 0, 0, 1]
    assert AROUND.after.tolist() == [2, 1, 0, 0, 1, 0]
    assert [each.tolist() for each in AROUND.onwards] == [[1, 5], [2]]
    assert [each.tolist() for each in AROUND.backwards] == [[1, 4], [0]]


def test_sums_and_maxima_run_within_passages():
    assert AROUND.accumulate(VALUES, np.add).ravel().tolist() == [1, 3, 7, 8, 16, 48]
    assert AROUND.accumulate(VALUES, np.add, backwards=True).ravel().tolist() == [7, 6, 4, 8, 48, 32]
    assert AROUND.accumulate(-VALUES, np.maximum).ravel().tolist() == [-1, -1, -1, -8, -16, -16]


def test_totals_are_those_of_the_passage():
    assert AROUND.totals(VALUES[:, 0]).tolist() == [7, 7, 7, 8, 48, 48]


def test_without_passages_every_sentence_stands_alone():
    alone = Neighbours.of([], 3)
    assert alone.before.tolist() == alone.after.tolist() == [0, 0, 0]
    assert alone.onwards == alone.backwards == []
    assert alone.accumulate(VALUES[:3], np.add).tolist() == VALUES[:3].tolist()
