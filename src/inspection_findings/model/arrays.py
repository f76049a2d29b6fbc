"""Arrays in a file that depends on them alone and cannot carry code."""

from __future__ import annotations

import io
import math
import tokenize
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inspection_findings.archives import ArchiveSizeError, open_archive

LARGEST_ARRAYS = 1 << 30
"""Bytes that the arrays of one file may unpack to; those of the model that is shipped take a thirtieth."""
_KINDS = "biuf"
_HEADERS = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}
_SUFFIX = ".npy"


def pack_arrays(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Write an npz whose bytes depend on the arrays alone (numpy's own stamps the time).

    Arrays in single precision, which weights are, are stored as they are, all others deflated.

    Parameters
    ----------
    arrays
        By name; of numbers or flags, not of objects.

    Raises
    ------
    ValueError
        If an array holds objects.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, array in arrays.items():
            member = io.BytesIO()
            np.lib.format.write_array(member, np.ascontiguousarray(array), allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            # Weights hardly shrink, and to unpack them takes a tenth of the time in which a command starts.
            weights = array.dtype == np.float32
            info.compress_type = zipfile.ZIP_STORED if weights else zipfile.ZIP_DEFLATED
            archive.writestr(info, member.getvalue())
    return buffer.getvalue()


def unpack_arrays(data: bytes, *, unpacked: int = LARGEST_ARRAYS) -> dict[str, NDArray[Any]]:
    """Read an npz from anywhere: nothing is unpickled, and no memory taken that its members do not fill.

    Parameters
    ----------
    data
        The file.
    unpacked
        Bytes that all arrays together may take.

    Returns
    -------
    dict of arrays
        By name; they cannot be written to.

    Raises
    ------
    ValueError
        If it is no such file or damaged, holds anything but numbers and flags, or unpacks to more.
    """
    arrays: dict[str, NDArray[Any]] = {}
    try:
        with open_archive(io.BytesIO(data), unpacked=unpacked) as archive:
            for member in archive.infolist():
                name = member.filename.removesuffix(_SUFFIX)
                if name in arrays:
                    raise ValueError(f"two arrays called {name!r}")
                arrays[name] = _read_array(name, archive.read(member))
    except ArchiveSizeError:
        raise
    # What the standard library raises on members that are damaged, encrypted or packed in an unknown way.
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError) as error:
        raise ValueError(str(error)) from error
    return arrays


def _read_array(name: str, data: bytes) -> NDArray[Any]:
    stream = io.BytesIO(data)
    read_header = _HEADERS.get(np.lib.format.read_magic(stream))
    if read_header is None:
        raise ValueError(f"{name!r} is in an unknown version of the format")
    try:
        shape, by_columns, dtype = read_header(stream)
    except (tokenize.TokenError, SyntaxError, RecursionError) as error:
        raise ValueError(f"the header of {name!r} is damaged") from error
    if dtype.kind not in _KINDS:
        raise ValueError(f"{name!r} holds {dtype}, not numbers")
    # What a header claims is not believed: memory would be set aside for it.
    if min(shape, default=0) < 0 or math.prod(shape) * dtype.itemsize != len(data) - stream.tell():
        raise ValueError(f"{name!r} is not as long as its shape {shape} asks for")
    flat = np.frombuffer(data, dtype, offset=stream.tell())
    return flat.reshape(shape, order="F" if by_columns else "C")
