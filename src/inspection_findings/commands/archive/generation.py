"""The next generation of an archive, made from the current one and what is new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from inspection_findings.commands.archive.ledger import Known, write_ledger
from inspection_findings.commands.archive.partitions import PartitionBy, folder_for
from inspection_findings.commands.archive.parts import LARGEST, PartWriter, rows_of_part, take_over
from inspection_findings.commands.archive.rows import table_of
from inspection_findings.overview.rows import storable

MOST_SMALL = 8
"""Part files of a partition that may be less than half full before they are put together."""


@dataclass(frozen=True)
class Fresh:
    """A document that was classified, and its rows as `KeptRows` gave them when they are asked for."""

    known: Known
    rows: Callable[[], bytes]


@dataclass
class Before:
    """What the current generation has.

    Attributes
    ----------
    folder
        Of the generation.
    known
        Its documents, by name.
    dropped
        Names of those whose rows go.
    """

    folder: Path
    known: Mapping[str, Known]
    dropped: set[str] = field(default_factory=set)


def write_generation(
    folder: Path,
    number: int,
    before: Before | None,
    fresh: Sequence[Fresh],
    others: Iterable[Known],
    partition_by: PartitionBy,
) -> list[Known]:
    """Write a generation into an empty folder.

    Part files that lose nothing are taken over as they are; the others are written anew with what they keep.
    One partition is written after another, so that what is in memory does not grow with them.

    Parameters
    ----------
    folder
        Where to write.
    number
        Of the generation.
    before
        The current one, if its findings are of the same kind.
    fresh
        Documents to add.
    others
        What is known of documents that have no rows, and of those whose stamp has changed: it stands in
        the place of what was known before.
    partition_by
        What folders are by.

    Returns
    -------
    list of Known
        All documents of the generation.

    Raises
    ------
    OSError
        If something cannot be read or written.
    """
    before = before or Before(folder, {})
    known = {name: each for name, each in before.known.items() if name not in before.dropped}
    lossy = {before.known[name].part for name in before.dropped} - {None}
    # By part file, which documents it keeps: none where it loses all it has.
    parts: dict[str, list[Known]] = {each.part: [] for each in before.known.values() if each.part}
    for each in known.values():
        if each.part:
            parts[each.part].append(each)
    known.update((each.name, each) for each in others)
    known.update((each.known.name, each.known) for each in fresh)
    added = _by_folder(fresh, partition_by)
    lossy |= _crowded(parts, lossy, added)
    rewritten: defaultdict[str, list[str]] = defaultdict(list)
    for part in parts:
        if part in lossy:
            rewritten[_folder_of(part)].append(part)
        else:
            take_over(before.folder / part, folder / part)
    for partition in sorted({*added, *rewritten}):
        writer = PartWriter(folder, partition, f"part-{number:06}", partition_by)
        try:
            for part in rewritten[partition]:
                _copy(part, parts[part], before, writer, partition_by)
            for one in added.get(partition, ()):
                writer.add(table_of(one.rows(), one.known.sha256), [one.known.name])
            writer.close()
        finally:
            writer.abandon()
        for name, place in writer.places.items():
            known[name] = replace(known[name], part=place)
    everything = list(known.values())
    write_ledger(folder, everything)
    return everything


def _copy(
    part: str, stay: list[Known], before: Before, writer: PartWriter, partition_by: PartitionBy
) -> None:
    if stay:
        # Names in rows are such that UTF-8 can say them.
        gone = {storable(name) for name in before.dropped if before.known[name].part == part}
        table = rows_of_part(before.folder / part, gone, partition_by)
        writer.add(table, [each.name for each in stay])


def _by_folder(fresh: Iterable[Fresh], partition_by: PartitionBy) -> dict[str, list[Fresh]]:
    """Documents with rows by their partition, in their order."""
    found: defaultdict[str, list[Fresh]] = defaultdict(list)
    for each in fresh:
        if each.known.findings:
            value = None
            if partition_by is not PartitionBy.NONE:
                value = table_of(each.rows(), None)[str(partition_by)][0].as_py()
            found[folder_for(partition_by, value)].append(each)
    return found


def _crowded(
    parts: Mapping[str, list[Known]], lossy: Collection[str | None], added: Collection[str]
) -> set[str]:
    """Small part files in partitions where there are too many of them, of those that change anyway."""
    small: defaultdict[str, list[str]] = defaultdict(list)
    for part, documents in parts.items():
        if part not in lossy and sum(each.findings for each in documents) < LARGEST // 2:
            small[_folder_of(part)].append(part)
    changing = {*added, *(_folder_of(part) for part in parts if part in lossy)}
    return {
        part
        for folder, several in small.items()
        if folder in changing and len(several) >= MOST_SMALL
        for part in several
    }


def _folder_of(part: str) -> str:
    folder = str(PurePosixPath(part).parent)
    return "" if folder == "." else folder
