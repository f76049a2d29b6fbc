"""The most memory that one process holds, for few documents and for many."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from benchmarks.documents import lay_out
from benchmarks.pairing import Sample, in_turn
from benchmarks.processes import findings, run
from benchmarks.results import Result, Row, Table
from benchmarks.settings import Settings

NAME = "memory"


def measure(settings: Settings) -> Result:
    """Classify both numbers of documents, each in one process."""
    documents = settings.documents
    folders = {
        name: lay_out(documents.paths[:count], settings.scratch / f"memory-{name}")
        for name, count in zip(("few", "many"), settings.sizes.memory, strict=True)
    }
    samples = in_turn(
        {name: partial(_classify, folder) for name, folder in folders.items()},
        settings.sizes.long_rounds,
        warm_up=False,
    )
    rows = tuple(
        Row(name, f"{count:,} {documents.kind}", tuple(samples[name]))
        for name, count in zip(folders, settings.sizes.memory, strict=True)
    )
    table = Table("peak", "One process", "", 1, "process", rows)
    return Result(NAME, settings.conditions, tables=(table,))


def _classify(folder: Path) -> Sample:
    return run(findings("classify", folder, "-o", folder.with_suffix(".jsonl"), "-q", "--jobs", "1"))[0]
