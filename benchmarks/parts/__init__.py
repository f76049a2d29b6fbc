"""The parts of the benchmarks: each measures one thing and gives a `Result`."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.parts import cold_start, growth, memory, scaling, scoring, stages, throughput, training
from benchmarks.results import Result
from benchmarks.settings import Settings

PARTS: dict[str, Callable[[Settings], Result]] = {
    "cold_start": cold_start.measure,
    "throughput": throughput.measure,
    "scoring": scoring.measure,
    "training": training.measure,
    "memory": memory.measure,
    "growth": growth.measure,
    "scaling": scaling.measure,
    "stages": stages.measure,
}
"""In the order of the page."""
