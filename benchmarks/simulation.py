"""A batch over many workers, simulated: what each document costs is drawn from what documents cost here.

A coordinator hands out tasks of several documents, one at a time, and takes in what comes back; workers are
not equally fast, and now and then one is lost with the task that it was on, which is then done again.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Generator = np.random.Generator

_DRAWN = 2**20
"""Documents drawn at once: bounds the memory."""


@dataclass(frozen=True)
class Costs:
    """What was measured, in processor seconds.

    Attributes
    ----------
    documents
        Of each of a sample of documents.
    start
        Of a worker, until it can begin.
    gathered
        Of the coordinator, for a document whose results it writes.
    handed
        Of the coordinator, for a task that it hands out.
    """

    documents: Floats
    start: float
    gathered: float
    handed: float


@dataclass(frozen=True)
class Trouble:
    """What goes wrong, assumed and not measured.

    Attributes
    ----------
    losses_an_hour
        How often a worker is lost, on average.
    replacement
        Seconds until another takes its place.
    slow_share, slowness
        Share of the workers that are slow, and how many times as long all takes there.
    spread
        Standard deviation of the logarithm of all workers' speeds.
    """

    losses_an_hour: float = 0.05
    replacement: float = 120.0
    slow_share: float = 0.05
    slowness: float = 2.0
    spread: float = 0.1


@dataclass(frozen=True)
class Run:
    """A simulated batch.

    Attributes
    ----------
    seconds
        From its start to its end, by the clock.
    tasks, redone
        Tasks that it had, and those that were done again.
    wasted
        Worker seconds that were lost with workers.
    coordinating
        Share of the time for which the coordinator was busy.
    """

    seconds: float
    tasks: int
    redone: int
    wasted: float
    coordinating: float


def simulate(
    costs: Costs,
    documents: int,
    workers: int,
    rng: Generator,
    *,
    trouble: Trouble | None = None,
    task_seconds: float = 10.0,
    gather: bool = True,
) -> Run:
    """Simulate a batch.

    Parameters
    ----------
    costs
        What it is made of.
    documents, workers
        How many.
    rng
        Draws documents, speeds and losses.
    trouble
        What goes wrong; nothing where it is ``None``.
    task_seconds
        What a task should cost; less where there would be fewer than sixteen a worker.
    gather
        Whether the coordinator writes all results, or each worker its own.

    Raises
    ------
    ValueError
        If there are no documents or workers.
    """
    if documents < 1 or workers < 1:
        raise ValueError(f"{documents} documents on {workers} workers: give at least one of each")
    trouble = trouble or Trouble(losses_an_hour=0.0, slow_share=0.0, spread=0.0)
    size = _task_size(costs, documents, workers, task_seconds)
    durations = _tasks(costs.documents, documents, size, rng)
    service = costs.handed + (costs.gathered * size if gather else 0.0)
    free = [(costs.start, worker) for worker in range(workers)]
    speeds = _speeds(workers, trouble, rng)
    waiting = durations.tolist()
    waiting.reverse()
    tasks, redone, wasted, coordinator, end = len(waiting), 0, 0.0, 0.0, 0.0
    while waiting:
        duration = waiting.pop()
        ready, worker = heapq.heappop(free)
        begin = max(ready, coordinator)
        coordinator = begin + service
        took = duration * speeds[worker]
        lost = rng.exponential(3600 / trouble.losses_an_hour) if trouble.losses_an_hour else np.inf
        if lost < took:
            redone += 1
            wasted += lost
            waiting.append(duration)
            speeds[worker] = _speeds(1, trouble, rng)[0]
            heapq.heappush(free, (begin + lost + trouble.replacement + costs.start, worker))
            continue
        heapq.heappush(free, (begin + took, worker))
        end = max(end, begin + took, coordinator)
    return Run(float(end), tasks, redone, float(wasted), float(min(1.0, (tasks + redone) * service / end)))


def _task_size(costs: Costs, documents: int, workers: int, task_seconds: float) -> int:
    wanted = task_seconds / float(costs.documents.mean())
    return max(1, int(min(wanted, documents / (16 * workers))))


def _tasks(costs: Floats, documents: int, size: int, rng: Generator) -> Floats:
    """Cost of each task, shape (tasks,); the last may be smaller."""
    whole, rest = divmod(documents, size)
    step = max(1, _DRAWN // size)
    parts = [
        rng.choice(costs, (min(step, whole - begun), size)).sum(axis=1) for begun in range(0, whole, step)
    ]
    if rest:
        parts.append(rng.choice(costs, (1, rest)).sum(axis=1))
    return np.concatenate(parts)


def _speeds(workers: int, trouble: Trouble, rng: Generator) -> Floats:
    """How many times as long all takes on each worker, shape (workers,)."""
    slow = np.where(rng.random(workers) < trouble.slow_share, trouble.slowness, 1.0)
    return np.exp(trouble.spread * rng.standard_normal(workers)) * slow
