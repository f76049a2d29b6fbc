import numpy as np
import pytest

from minilm.exchange import (
    Row,
    by_id,
    digest,
    is_current,
    load_arrays,
    read_rows,
    save_arrays,
    truth,
    write_rows,
)

ROWS = [
    Row("a", "train", "p", "leaders", False, "Plans drift.", (1, 21)),
    Row("b", "validation", "q", None, True, "Café visits ‘help’.", (), known=False),
]


def test_rows_come_back_as_they_were(tmp_path):
    write_rows(tmp_path / "new" / "rows.jsonl", ROWS)
    assert read_rows(tmp_path / "new" / "rows.jsonl") == ROWS


def test_labels_are_columns():
    matrix = truth(ROWS)
    assert matrix.shape == (2, 22)
    assert list(zip(*np.nonzero(matrix), strict=True)) == [(0, 1), (0, 21)]


def test_arrays_of_other_sentences_are_refused(tmp_path):
    path, source = tmp_path / "arrays.npz", tmp_path / "rows.jsonl"
    write_rows(source, ROWS)
    save_arrays(path, digest(source), logits=np.eye(2))
    assert (load_arrays(path, digest(source))["logits"] == np.eye(2)).all()
    write_rows(source, ROWS[:1])
    assert not is_current(path, digest(source))
    with pytest.raises(FileNotFoundError, match="make minilm"):
        load_arrays(path, digest(source))


def test_what_is_missing_is_not_current(tmp_path):
    assert not is_current(tmp_path / "none.npz", "")


def test_rows_of_an_array_are_found_by_id():
    arrays = {"ids": np.array(["a", "b", "c"]), "logits": np.array([[0], [1], [2]])}
    assert by_id(arrays, "logits", ["c", "a"]).tolist() == [[2], [0]]
    with pytest.raises(KeyError, match="d"):
        by_id(arrays, "logits", ["d"])
