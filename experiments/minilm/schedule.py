"""The learning rate of fine-tuning."""

from __future__ import annotations

WARM_UP = 0.08
LAST_RATE = 0.02
"""Share of the learning rate that the last steps are taken with."""


def rate(number: int, total: int) -> float:
    """Factor of the learning rate at a step, from 0 on: up, then straight down to `LAST_RATE`."""
    return min(1.0, (number + 1) / (WARM_UP * total)) * max(LAST_RATE, 1 - number / total)
