"""What a target of fuzzing is."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

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
