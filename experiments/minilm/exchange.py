"""What passes between the project's environment and the transformer's: sentences one way, arrays the other.

Needs numpy and the standard library alone, since both environments read it. Everything is kept in
``data/.minilm``, which git ignores: it holds real text.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FOLDER = Path("data") / ".minilm"
LABELLED = "labelled.jsonl"
UNLABELLED = "unlabelled.jsonl"
EMBEDDINGS = "embeddings.npz"
FINE_TUNED = "fine_tuned.npz"
FINE_TUNED_UNLABELLED = "fine_tuned_unlabelled.npz"
WEIGHTS = "fine_tuned.safetensors"
STUDENT = "student.npz"

N_LABELS = 22
TRAIN = "train"
VALIDATION = "validation"

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Row:
    """A sentence as the transformer is shown it.

    Attributes
    ----------
    passage
        Unique over all documents; sentences of one stand together, in order.
    labels
        Columns of the label matrix; none where the sentence is not labelled.
    known
        Whether the sentence has been labelled, with whatever result.
    """

    id: str
    split: str
    passage: str
    section: str | None
    bullet: bool
    text: str
    labels: tuple[int, ...] = ()
    known: bool = True


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """Write sentences as JSON Lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(dataclasses.asdict(row), ensure_ascii=False) + "\n" for row in rows)
    _replace(path, "".join(lines).encode())


def read_rows(path: Path) -> list[Row]:
    """Read what `write_rows` wrote.

    Raises
    ------
    FileNotFoundError
        If it is not there.
    """
    with path.open(encoding="utf-8") as stream:
        values = [json.loads(line) for line in stream]
    return [Row(**{**value, "labels": tuple(value["labels"])}) for value in values]


def truth(rows: Iterable[Row]) -> NDArray[np.float32]:
    """Labels as a 0/1 matrix of shape (n, 22)."""
    columns = [row.labels for row in rows]
    matrix = np.zeros((len(columns), N_LABELS), dtype=np.float32)
    for row, labels in enumerate(columns):
        matrix[row, list(labels)] = 1
    return matrix


def digest(*paths: Path) -> str:
    """Hash of files: what was made of others is out of date."""
    found = hashlib.sha256()
    for path in paths:
        found.update(path.read_bytes())
    return found.hexdigest()[:32]


def save_arrays(path: Path, made_of: str, **arrays: Any) -> None:
    """Write arrays, with the digest of what they were made of."""
    temporary = path.with_name(f".{path.stem}.new.npz")
    np.savez_compressed(temporary, made_of=np.array(made_of), **arrays)
    temporary.replace(path)


def load_arrays(path: Path, made_of: str) -> Arrays:
    """Read arrays that were made of the same files.

    Raises
    ------
    FileNotFoundError
        If there are none, or they were made of other files.
    """
    if not is_current(path, made_of):
        raise FileNotFoundError(f"{path}: missing or out of date: run `make minilm`")
    with np.load(path, allow_pickle=False) as arrays:
        return dict(arrays)


def is_current(path: Path, made_of: str) -> bool:
    """Whether arrays are there and were made of the same files."""
    if not path.is_file():
        return False
    with np.load(path, allow_pickle=False) as arrays:
        return str(arrays["made_of"]) == made_of


def by_id(arrays: Arrays, name: str, ids: Iterable[str]) -> NDArray[Any]:
    """Rows of an array in the order of some ids.

    Raises
    ------
    KeyError
        If one of them has no row.
    """
    place = {each: i for i, each in enumerate(arrays["ids"].tolist())}
    return np.asarray(arrays[name][[place[each] for each in ids]])


def step(number: int, of: int, what: str) -> None:
    """Say how far a long computation is: each step on a terminal, elsewhere every fiftieth."""
    if sys.stderr.isatty():
        print(f"\r{number}/{of} {what}", end="\n" if number == of else "", file=sys.stderr, flush=True)
    elif number % 50 == 0 or number == of:
        print(f"{number}/{of} {what}", file=sys.stderr, flush=True)


def _replace(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(data)
    temporary.replace(path)
