import io
import zipfile

import numpy as np
import pytest

from inspection_findings.model.arrays import pack_arrays, unpack_arrays


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


def npz(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(f"{name}.npy", data)
    return out.getvalue()


def member(array) -> bytes:
    out = io.BytesIO()
    np.lib.format.write_array(out, array)
    return out.getvalue()


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6.0).reshape(2, 3),
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        np.arange(3, dtype=">i4"),
        np.zeros((0, 4)),
        np.array([True, False]),
    ],
)
def test_what_is_packed_is_unpacked(array):
    for data in (pack_arrays({"a": array}), npz(a=member(array))):
        [(name, found)] = unpack_arrays(data).items()
        assert name == "a"
        assert np.array_equal(found, array)
        assert found.shape == array.shape


def claiming(header: dict) -> bytes:
    out = io.BytesIO()
    np.lib.format.write_array_header_1_0(out, header)
    return out.getvalue() + bytes(16)


FLOATS = {"descr": "<f8", "fortran_order": False, "shape": (2,)}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (npz(a=member(np.array([{}], dtype=object))), "holds object, not numbers"),
        (npz(a=member(np.array(["x"]))), "not numbers"),
        (npz(a=claiming({**FLOATS, "shape": (1 << 50,)})), "not as long as its shape"),
        (npz(a=claiming({**FLOATS, "shape": (-1, -2)})), "not as long as its shape"),
        (npz(a=claiming({**FLOATS, "descr": [("x", "<f8")]})), "not numbers"),
        (npz(a=b"\x93NUMPY\x01\x00\xff\xff{"), "EOF"),
        (npz(a=b"\x93NUMPY\x09\x00" + bytes(100)), "unknown version"),
        (npz(a=b"cos\nsystem\n(S'true'\ntR."), "magic"),
        (npz(a=bytes(2000)), "magic"),
        (b"cos\nsystem\n(S'true'\ntR.", "not a zip file"),
        (npz(a=member(np.zeros(2000))), "unpacks to 16,128 bytes, more than 1,000"),
    ],
)
def test_anything_else_is_refused(data, words):
    with pytest.raises(ValueError, match=words):
        unpack_arrays(data, unpacked=1_000 if "unpacks" in words else 1 << 20)
