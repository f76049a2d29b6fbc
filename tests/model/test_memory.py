from __future__ import annotations

import io
import pickle

import numpy as np
import pytest

from inspection_findings.model.memory import array_memory

calls: list[int] = []


def doubled(number: int) -> dict[str, np.ndarray]:
    calls.append(number)
    return {"twice": np.array([2 * number]), "matrix": np.eye(number)}


@pytest.fixture(autouse=True)
def no_calls():
    calls.clear()


def test_the_same_call_is_made_once(tmp_path):
    for _ in range(2):
        # As a later process would: nothing but the folder is shared.
        found = array_memory(tmp_path).cache(doubled)(3)
        assert found["twice"].tolist() == [6]
        assert np.array_equal(found["matrix"], np.eye(3))
    assert calls == [3]
    array_memory(tmp_path).cache(doubled)(4)
    assert calls == [3, 4]


def test_nothing_is_kept_without_a_folder():
    kept = array_memory(None).cache(doubled)
    assert [kept(3)["twice"].tolist() for _ in range(2)] == [[6], [6]]
    assert calls == [3, 3]


def test_what_is_damaged_is_made_anew(tmp_path):
    array_memory(tmp_path).cache(doubled)(3)
    [file] = tmp_path.rglob("*.npz")
    file.write_bytes(file.read_bytes()[:50])
    assert array_memory(tmp_path).cache(doubled)(3)["twice"].tolist() == [6]
    assert calls == [3, 3]
    array_memory(tmp_path).cache(doubled)(3)
    assert calls == [3, 3]


class Trap:
    def __reduce__(self):
        return calls.append, (99,)


def test_nothing_is_unpickled(tmp_path):
    array_memory(tmp_path).cache(doubled)(3)
    [file] = tmp_path.rglob("*.npz")
    stream = io.BytesIO()
    np.savez(stream, twice=np.array([Trap()], dtype=object))
    for content in (pickle.dumps(Trap()), stream.getvalue()):
        file.write_bytes(content)
        array_memory(tmp_path).cache(doubled)(3)
    assert calls == [3, 3, 3]
    assert not list(tmp_path.rglob("*.pkl"))


def test_what_was_used_longest_ago_goes_first(tmp_path):
    kept = array_memory(tmp_path).cache(doubled)
    for number in (200, 201):
        kept(number)
    array_memory(tmp_path).reduce_size(bytes_limit=400_000)
    assert len(list(tmp_path.rglob("*.npz"))) == 1
