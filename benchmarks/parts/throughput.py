"""Reports to findings, one and many, beside taking out their text alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from benchmarks.documents import deal, lay_out
from benchmarks.pairing import Sample, in_turn
from benchmarks.processes import findings, run, worker
from benchmarks.results import Result, Row, Table
from benchmarks.settings import Settings

NAME = "throughput"
TITLES = {
    "findings": "`findings classify`",
    "pdfium": "text alone, pypdfium2",
    "pypdf": "text alone, pypdf",
}

Folders = Sequence[Path]


def measure(settings: Settings) -> Result:
    """Read one document, the whole folder, and a part of it that pypdf can manage."""
    sizes, documents, scratch = settings.sizes, settings.documents, settings.scratch
    with_pypdf = find_spec("pypdf") is not None
    one = [lay_out([documents.typical], scratch / "one")]
    shares = deal(documents.paths, settings.processes)
    folder = [lay_out(share, scratch / f"share-{i}") for i, share in enumerate(shares)]
    some = deal(documents.paths[: max(sizes.slow_documents, settings.processes)], settings.processes)
    sample = [lay_out(share, scratch / f"sample-{i}") for i, share in enumerate(some)]
    quick_readers = ["findings", "pdfium"]
    every_reader = [*quick_readers, *(["pypdf"] if with_pypdf else [])]
    kind, beside = documents.kind, f"{settings.processes} processes side by side"
    singular = kind.removesuffix("s")
    whole, part = f"{len(documents.paths):,} {kind}, {beside}", f"{sum(map(len, some)):,} of them, {beside}"
    make = partial(_table, warm_up=sizes.warm_up)
    tables = (
        make("one", f"One {singular}, one process", one, every_reader, singular, sizes.rounds),
        make("folder", whole, folder, quick_readers, kind, sizes.long_rounds),
        make("sample", part, sample, every_reader, kind, sizes.long_rounds),
    )
    _, printed = run(*(worker("extract", "pdfium", each) for each in folder))
    characters = sum(map(int, printed))
    sentences = _lines(_output(folder))
    facts = [
        f"{len(documents.paths):,} {kind}"
        + (f", {documents.distinct:,} of them different" if documents.distinct < len(documents.paths) else "")
        + f": {characters / 1e6:.1f} million characters, {sentences:,} sentences."
    ]
    if not with_pypdf:
        facts.append("pypdf is left out: it is not installed (the extra `benchmarks`).")
    numbers = {
        "documents": float(len(documents.paths)),
        "characters": float(characters),
        "sentences": float(sentences),
        "processes": float(settings.processes),
    }
    return Result(NAME, settings.conditions, tables=tables, facts=tuple(facts), numbers=numbers)


def _table(
    name: str,
    title: str,
    folders: Folders,
    readers: Sequence[str],
    unit: str,
    rounds: int,
    *,
    warm_up: bool,
) -> Table:
    contenders: dict[str, Callable[[], Sample]] = {
        reader: partial(_classify, folders) if reader == "findings" else partial(_extract, reader, folders)
        for reader in readers
    }
    samples = in_turn(contenders, rounds, warm_up=warm_up)
    rows = tuple(Row(reader, TITLES[reader], tuple(samples[reader])) for reader in readers)
    amount = sum(len(list(folder.glob("*.pdf"))) for folder in folders)
    return Table(name, title, "pdfium", amount, unit, rows)


def _classify(folders: Folders) -> Sample:
    return run(findings("classify", *folders, "-o", _output(folders), "-q", "--jobs", str(len(folders))))[0]


def _output(folders: Folders) -> Path:
    return folders[0].with_suffix(".jsonl")


def _extract(reader: str, folders: Folders) -> Sample:
    return run(*(worker("extract", reader, folder) for folder in folders))[0]


def _lines(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(1 for _ in stream)
