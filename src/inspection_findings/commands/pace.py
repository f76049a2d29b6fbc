"""How far a run is, how fast it goes and how long it will take, in words."""

from __future__ import annotations

import time
from collections.abc import Callable

_MINUTE, _HOUR = 60, 3600

EVERY = 60.0
"""Seconds between lines for those who see no bar; a run that is done by then has none."""


class Pace:
    """How far a run is.

    Parameters
    ----------
    total
        How many things there are to go through.
    clock
        Gives seconds.
    """

    def __init__(self, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._total, self._clock = total, clock
        self._start = clock()
        self._next = self._start + EVERY
        self._done = 0

    def step(self) -> None:
        """Count one thing that is done."""
        self._done += 1

    def is_due(self) -> bool:
        """Whether a line is, at most once a minute."""
        now = self._clock()
        if now < self._next:
            return False
        # After a pause one line is due, and not all that were missed.
        self._next = now + EVERY
        return True

    def speed(self) -> str:
        """How fast it goes, and how long the rest will take: ``31 a second, about 28 minutes left``."""
        seconds = self._clock() - self._start
        if not self._done or seconds <= 0:
            return ""
        rate = self._done / seconds
        return f"{_rate(rate)}, {_left((self._total - self._done) / rate)}"

    def line(self, failed: int) -> str:
        """All of it on one line.

        Parameters
        ----------
        failed
            How many have failed so far.
        """
        parts = [f"{self._done:,} of {self._total:,}", self.speed(), f"{failed:,} failed" if failed else ""]
        return ", ".join(part for part in parts if part)


def _rate(rate: float) -> str:
    for unit, seconds in (("second", 1), ("minute", _MINUTE)):
        if rate * seconds >= 1:
            number = rate * seconds
            return f"{number:,.0f} a {unit}" if number >= 10 else f"{number:.1f} a {unit}"
    return f"{rate * _HOUR:.1f} an hour"


def _left(seconds: float) -> str:
    if seconds < _MINUTE:
        return "less than a minute left"
    minutes = round(seconds / _MINUTE)
    if minutes < 2 * _MINUTE:
        return f"about {minutes} minute{'' if minutes == 1 else 's'} left"
    return f"about {round(seconds / _HOUR):,} hours left"
