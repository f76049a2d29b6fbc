"""What a part of the benchmarks found, as it is kept in ``results`` and read for the page."""

from __future__ import annotations

import dataclasses
import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.pairing import Quantity, Sample, Spread, ratio
from benchmarks.power import PowerLaw, fit_power
from benchmarks.processes import run
from inspection_findings.files import write_atomically

PACKAGES = (
    "inspection-findings",
    "numpy",
    "scikit-learn",
    "pypdfium2",
    "pypdf",
    "vaderSentiment",
    "textblob",
)
BUSY = 1.15
_SPIN = "import time\nwhile time.process_time() < 0.3: pass"


@dataclass(frozen=True)
class Conditions:
    """Where and how something was measured.

    Attributes
    ----------
    cores
        Of the machine.
    slowdown
        Seconds by the clock that a second of processor time took when all cores were asked for: 1 on a
        quiet machine.
    quick
        Whether it was a small run, to see that everything runs and not to learn from.
    versions
        Of the packages compared.
    """

    system: str
    python: str
    cores: int
    slowdown: float
    quick: bool
    versions: dict[str, str]

    @property
    def busy(self) -> bool:
        """Whether something else ran that took a share worth telling of."""
        return self.slowdown > BUSY


@dataclass(frozen=True)
class Row:
    """A contender and its samples, one a round."""

    name: str
    title: str
    samples: tuple[Sample, ...]


@dataclass(frozen=True)
class Table:
    """Contenders measured in turn on the same work.

    Attributes
    ----------
    base
        Name of the row whose time the others' is compared with; empty where time is beside the point.
    amount, unit
        How much work it was: 2000 sentences, say.
    """

    name: str
    title: str
    base: str
    amount: float
    unit: str
    rows: tuple[Row, ...]

    def row(self, name: str) -> Row | None:
        """A row by name, where it was measured."""
        return next((row for row in self.rows if row.name == name), None)

    def ratio(self, name: str, other: str, quantity: Quantity) -> Spread | None:
        """How many times as much one took as another; ``None`` where one is missing."""
        one, two = self.row(name), self.row(other)
        return ratio(one.samples, two.samples, quantity) if one and two else None


@dataclass(frozen=True)
class Point:
    """What a size cost: processor seconds, and the peak of the process in mebibytes."""

    size: float
    seconds: float
    peak: float


@dataclass(frozen=True)
class Curve:
    """Cost against size.

    Attributes
    ----------
    unit
        What is counted: documents, sentences, terms or labels.
    fixed_seconds, fixed_peak
        What a size of nothing costs, where that was measured.
    """

    name: str
    title: str
    unit: str
    points: tuple[Point, ...]
    fixed_seconds: float = 0.0
    fixed_peak: float = 0.0

    def time_law(self) -> PowerLaw | None:
        """How time grows."""
        sizes = [point.size for point in self.points]
        return fit_power(sizes, [point.seconds for point in self.points], fixed=self.fixed_seconds)

    def memory_law(self) -> PowerLaw | None:
        """How peak memory grows."""
        sizes = [point.size for point in self.points]
        return fit_power(sizes, [point.peak for point in self.points], fixed=self.fixed_peak)


@dataclass(frozen=True)
class Share:
    """Processor seconds of a stage or a function."""

    name: str
    seconds: float


@dataclass(frozen=True)
class Forecast:
    """A simulated batch.

    Attributes
    ----------
    documents, workers
        How many.
    gather
        Whether one process wrote all results.
    seconds
        By the clock.
    redone
        Tasks that were done again.
    coordinating
        Share of the time for which the coordinator was busy.
    """

    documents: int
    workers: int
    gather: bool
    seconds: float
    redone: int
    coordinating: float


@dataclass(frozen=True)
class Result:
    """One part of the benchmarks.

    Attributes
    ----------
    facts
        What else is to be known of it, in sentences: the data, and what was left out and why.
    numbers
        Figures that the page reckons with.
    stages, functions
        Where the time of a run went, the most first.
    forecasts
        What was simulated.
    """

    part: str
    conditions: Conditions
    tables: tuple[Table, ...] = ()
    curves: tuple[Curve, ...] = ()
    stages: tuple[Share, ...] = ()
    functions: tuple[Share, ...] = ()
    facts: tuple[str, ...] = ()
    numbers: dict[str, float] = field(default_factory=dict)
    forecasts: tuple[Forecast, ...] = ()

    def table(self, name: str) -> Table | None:
        """A table by name."""
        return next((table for table in self.tables if table.name == name), None)

    def curve(self, name: str) -> Curve | None:
        """A curve by name."""
        return next((curve for curve in self.curves if curve.name == name), None)

    def save(self, folder: Path) -> None:
        """Write it to ``<part>.json``."""
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(_rounded(dataclasses.asdict(self)), indent=1, allow_nan=False)
        write_atomically(folder / f"{self.part}.json", f"{text}\n".encode())


def read_result(path: Path) -> Result:
    """Read what `Result.save` wrote."""
    found = json.loads(path.read_text())
    return Result(
        part=found["part"],
        conditions=Conditions(**found["conditions"]),
        tables=tuple(_table(each) for each in found["tables"]),
        curves=tuple(
            Curve(**{**each, "points": tuple(Point(**point) for point in each["points"])})
            for each in found["curves"]
        ),
        stages=tuple(Share(**each) for each in found["stages"]),
        functions=tuple(Share(**each) for each in found["functions"]),
        facts=tuple(found["facts"]),
        numbers=found["numbers"],
        forecasts=tuple(Forecast(**each) for each in found.get("forecasts", ())),
    )


def read_results(folder: Path, parts: Sequence[str]) -> dict[str, Result]:
    """Results of those parts that were measured, in the order asked for."""
    paths = {part: folder / f"{part}.json" for part in parts}
    return {part: read_result(path) for part, path in paths.items() if path.is_file()}


def conditions(*, quick: bool) -> Conditions:
    """How things are now."""
    versions = {}
    for name in PACKAGES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    cores = os.cpu_count() or 1
    system = f"{platform.system()} {platform.machine()}"
    return Conditions(system, platform.python_version(), cores, _slowdown(cores), quick, versions)


def _slowdown(cores: int) -> float:
    sample, _ = run(*[[sys.executable, "-S", "-c", _SPIN]] * cores)
    return sample.wall / sample.cpu * cores


def _table(found: dict[str, Any]) -> Table:
    rows = (
        Row(row["name"], row["title"], tuple(Sample(**sample) for sample in row["samples"]))
        for row in found["rows"]
    )
    return Table(**{**found, "rows": tuple(rows)})


def _rounded(value: Any) -> Any:
    """Figures to six digits: more would change with every run and say nothing."""
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    return value
