"""What a target of fuzzing is."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LARGEST = 1 << 16
"""Bytes of an input."""


@dataclass(frozen=True)
class Target:
    """Something that reads bytes from outside.

    Attributes
    ----------
    run
        Reads them. What is refused in the right way passes; anything else is raised.
    seeds
        Sound inputs to begin with.
    """

    run: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]


def check_refusal(error: Exception) -> None:
    """Hold a refusal to what is shown of it: something, and not too much."""
    message = str(error)
    assert message.strip(), "a refusal that says nothing"
    assert len(message) < 5_000, "a refusal that says too much"


def memory_folder() -> str | None:
    """Where temporary files cost least; ``None`` for the usual place."""
    shared = "/dev/shm"  # noqa: S108 - names in it are made up by tempfile
    return shared if os.access(shared, os.W_OK) else None


@contextmanager
def written(data: bytes, name: str) -> Iterator[Path]:
    """A file of that name with these contents, in a folder of its own that goes when the block ends."""
    with tempfile.TemporaryDirectory(prefix="fuzz-", dir=memory_folder()) as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        yield path
