"""Measuring things against each other: taken in turn, round after round, and compared within each round.

What else the machine does comes and goes; in one round it bears on all alike, so ratios are taken inside
rounds. pyperf and hyperfine finish with one command before they start the next, hence these few lines.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

Quantity = Literal["wall", "cpu", "peak"]


@dataclass(frozen=True)
class Sample:
    """One run of one contender.

    Attributes
    ----------
    wall
        Seconds by the clock.
    cpu
        Processor seconds, those of all its processes together.
    peak
        Most memory that one process held, in mebibytes; ``None`` where it did not have a process of its own.
    """

    wall: float
    cpu: float
    peak: float | None = None


@dataclass(frozen=True)
class Spread:
    """A median, and the quartiles that half of the rounds lie between."""

    median: float
    low: float
    high: float


Contenders = Mapping[str, Callable[[], Sample]]


def timed(work: Callable[[], object]) -> Sample:
    """Run a function in this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Sample(time.perf_counter() - wall, time.process_time() - cpu)


def in_turn(contenders: Contenders, rounds: int, *, warm_up: bool = True) -> dict[str, list[Sample]]:
    """Run every contender once a round.

    Parameters
    ----------
    contenders
        What to measure, by name.
    rounds
        How often.
    warm_up
        Whether a round that is not counted comes first, so that files are in the system's cache for all.

    Returns
    -------
    Samples of each contender, one a round, in the order of the rounds
    """
    names = list(contenders)
    samples: dict[str, list[Sample]] = {name: [] for name in names}
    for number in range(-1 if warm_up else 0, rounds):
        # Another one begins in each round, so that nobody always follows the same.
        start = number % len(names)
        for name in (*names[start:], *names[:start]):
            sample = contenders[name]()
            if number >= 0:
                samples[name].append(sample)
    return samples


def values(samples: Sequence[Sample], quantity: Quantity) -> list[float]:
    """One quantity of samples that all have it.

    Raises
    ------
    ValueError
        If one of them has not.
    """
    found = [getattr(sample, quantity) for sample in samples]
    if None in found:
        raise ValueError(f"{quantity} was not measured")
    return found


def spread(measured: Sequence[float]) -> Spread:
    """Median and quartiles."""
    low, median, high = np.percentile(measured, [25, 50, 75])
    return Spread(float(median), float(low), float(high))


def ratio(samples: Sequence[Sample], others: Sequence[Sample], quantity: Quantity) -> Spread:
    """How many times as much as the others, round by round.

    Raises
    ------
    ValueError
        If they were not measured in the same rounds.
    """
    pairs = zip(values(samples, quantity), values(others, quantity), strict=True)
    return spread([one / other for one, other in pairs])
