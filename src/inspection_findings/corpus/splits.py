"""Splits by authority: the same authority always falls into the same split."""

from __future__ import annotations

import hashlib
from enum import StrEnum

VALIDATION_SHARE = 0.15
TEST_SHARE = 0.15


class Split(StrEnum):
    """What a part of the corpus is for."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"


def hash_place(key: str) -> float:
    """Place of a key between 0 and 1 by its hash: the same everywhere, and even over many keys."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") / 2**32


def split_of(group: str) -> Split:
    """Assign a group (an authority's name) to a split by its hash, whatever else is in the corpus."""
    place = hash_place(group)
    if place < 1 - VALIDATION_SHARE - TEST_SHARE:
        return Split.TRAIN
    return Split.VALIDATION if place < 1 - TEST_SHARE else Split.TEST


def split_for(authority: str | None) -> Split:
    """Split of an authority; for ``None``, a specimen that retells no authority's report, train.

    Nothing is ever measured on such specimens.
    """
    return Split.TRAIN if authority is None else split_of(authority)
