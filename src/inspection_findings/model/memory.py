"""What costly steps of training gave, kept for the next run that asks for the same."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Memory, register_store_backend
from joblib._store_backends import FileSystemStoreBackend
from numpy.typing import NDArray

LARGEST = 2 * 1024**3
"""Bytes that are kept at most; what was used longest ago goes first."""

_BACKEND = "arrays"
_FILE = "arrays.npz"


class ArrayStore(FileSystemStoreBackend):
    """Joblib's store in a folder, for functions that give arrays by name.

    They are kept in numpy's own format, so that nothing is unpickled when they are read back.
    """

    def dump_item(self, call_id: list[str], item: dict[str, NDArray[Any]], verbose: int = 1) -> None:
        """Keep what a call gave."""
        folder = Path(self.location, *call_id)
        self.create_location(str(folder))
        self._concurrency_safe_write(item, str(folder / _FILE), _write)

    def load_item(self, call_id: list[str], **_: object) -> dict[str, NDArray[Any]]:
        """What a call gave before.

        Raises
        ------
        KeyError
            If it is not there.
        """
        path = Path(self.location, *call_id, _FILE)
        if not path.is_file():
            raise KeyError(f"{path} is not there")
        with np.load(path, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}

    def contains_item(self, call_id: list[str]) -> bool:
        """Whether a call has been made before."""
        return Path(self.location, *call_id, _FILE).is_file()


def _write(item: dict[str, NDArray[Any]], filename: str) -> None:
    # Through a stream, since numpy would add its ending to the name.
    with Path(filename).open("wb") as stream:
        np.savez(stream, **item)  # type: ignore[arg-type]


def array_memory(folder: Path | None) -> Memory:
    """A memory for functions that give a dictionary of arrays; one that keeps nothing without a folder.

    Parameters
    ----------
    folder
        Made when something is kept there.
    """
    register_store_backend(_BACKEND, ArrayStore)
    # What is damaged is made anew. That needs no warning with a stack trace.
    logging.getLogger("joblib").setLevel(logging.ERROR)
    return Memory(None if folder is None else str(folder), backend=_BACKEND, verbose=0)
