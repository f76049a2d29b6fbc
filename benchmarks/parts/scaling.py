"""One core and two, and what more would do for archives of reports: measured here, then simulated."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.documents import lay_out
from benchmarks.outlook import CORPORA
from benchmarks.pairing import Sample, in_turn
from benchmarks.processes import Command, findings, run, worker
from benchmarks.results import Forecast, Result, Row, Table
from benchmarks.settings import Settings
from benchmarks.simulation import Costs, Run, Trouble, simulate

NAME = "scaling"
ARCHIVES = (*CORPORA, 10_000_000)
WORKERS = (1, 2, 4, 8, 16, 32, 64, 128, 256)
SEEDS = range(5)
"""Each draws other documents, speeds and losses; the run of middle length counts."""
ONE_CORE = ("taskset", "--cpu-list", "0")


def measure(settings: Settings) -> Result:
    """Measure documents one by one, one core and all processes; then simulate archives."""
    documents = settings.documents
    folder = lay_out(documents.paths, settings.scratch / "scaling")
    start, _ = run(findings("classify", settings.letter, "-o", settings.scratch / "one.jsonl", "-q"))
    _, [printed] = run(worker("each", folder))
    found = json.loads(printed)
    seconds = np.array(found["documents"])
    _, [printed] = run(worker("handing"))
    costs = Costs(seconds, start.wall, found["gathered"], json.loads(printed))
    tables = (_strong(settings, folder),) if shutil.which(ONE_CORE[0]) else ()
    numbers = {
        "documents": float(len(seconds)),
        "mean": float(seconds.mean()),
        "median": float(np.median(seconds)),
        "slowest": float(seconds.max()),
        "ninety_ninth": float(np.quantile(seconds, 0.99)),
        "start": costs.start,
        "gathered": costs.gathered,
        "handed": costs.handed,
    }
    archives = ARCHIVES[:1] if settings.conditions.quick else ARCHIVES
    return Result(
        NAME, settings.conditions, tables=tables, numbers=numbers, forecasts=tuple(forecasts(costs, archives))
    )


def forecasts(costs: Costs, archives: tuple[int, ...]) -> list[Forecast]:
    """Simulated runs over archives, all results written by one process and by each worker its own."""
    found = []
    for documents in archives:
        for gather in (True, False):
            for workers in WORKERS:
                run = _middle(costs, documents, workers, gather=gather)
                found.append(Forecast(documents, workers, gather, run.seconds, run.redone, run.coordinating))
    return found


def _middle(costs: Costs, documents: int, workers: int, *, gather: bool) -> Run:
    generators = map(np.random.default_rng, SEEDS)
    runs = [simulate(costs, documents, workers, rng, trouble=Trouble(), gather=gather) for rng in generators]
    return sorted(runs, key=lambda run: run.seconds)[len(runs) // 2]


def _strong(settings: Settings, folder: Path) -> Table:
    sizes, documents = settings.sizes, settings.documents
    processes = settings.processes
    command = partial(findings, "classify", folder, "-o", folder.with_suffix(".jsonl"), "-q")
    commands: dict[str, Command] = {
        "one": [*ONE_CORE, *command("--jobs", "1")],
        "several": command("--jobs", str(processes)),
        "workers": command("--workers", str(processes)),
    }
    contenders: dict[str, Callable[[], Sample]] = {
        name: partial(_whole, each) for name, each in commands.items()
    }
    samples = in_turn(contenders, sizes.long_rounds, warm_up=sizes.warm_up)
    titles = {
        "one": "one process on one core",
        "several": f"{processes} processes",
        "workers": f"{processes} Dask workers, started for it",
    }
    rows = tuple(Row(name, titles[name], tuple(samples[name])) for name in contenders)
    count = len(documents.paths)
    return Table("strong", f"The same {count:,} {documents.kind} by more", "one", count, documents.kind, rows)


def _whole(command: Command) -> Sample:
    return run(command)[0]
