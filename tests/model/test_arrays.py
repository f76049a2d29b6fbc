import io

import numpy as np
import pytest

from inspection_findings.model.arrays import pack_arrays


def test_arrays_come_back_and_the_bytes_depend_on_them_alone():
    arrays = {"a": np.arange(6.0).reshape(2, 3), "b": np.array([True, False])}
    data = pack_arrays(arrays)
    assert data == pack_arrays(arrays)
    with np.load(io.BytesIO(data), allow_pickle=False) as read:
        assert {name: read[name].tolist() for name in read.files} == {
            k: v.tolist() for k, v in arrays.items()
        }


def test_objects_are_refused():
    with pytest.raises(ValueError, match="Object arrays"):
        pack_arrays({"a": np.array([{}], dtype=object)})
