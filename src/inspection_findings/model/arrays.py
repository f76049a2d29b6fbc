"""Arrays in a file that depends on them alone and cannot carry code."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray


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
