"""What an archive knows of each document: a line each, beside the part files of a generation."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from inspection_findings.commands.archive.manifest import ArchiveError
from inspection_findings.files import atomic_writer

LEDGER = "_documents.jsonl"
"""Readers of a folder of Parquet pass over names that begin so."""


@dataclass(frozen=True, slots=True)
class Known:
    """One document in an archive.

    Attributes
    ----------
    name
        What results call it.
    sha256
        Of its contents, as they were right before they were read; ``None`` where they could not be.
    stamp
        What a change of its contents changes too, and costs little to ask; ``None`` if nothing does.
    part
        The part file that holds its findings, from the generation's folder; ``None`` if it has none.
    sentences, findings
        How many.
    failed
        What was said of it where it could not be classified.
    """

    name: str
    sha256: str | None
    stamp: str | None
    part: str | None = None
    sentences: int = 0
    findings: int = 0
    failed: tuple[str, ...] = ()


def write_ledger(generation: Path, known: Iterable[Known]) -> None:
    """Write what is known, in one step.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    with atomic_writer(generation / LEDGER) as stream:
        for each in known:
            # In ASCII, where a name that is not in UTF-8 has its escapes.
            outcome = {"outcome": "failed" if each.failed else "done"}
            stream.write(f"{json.dumps({**asdict(each), **outcome}, separators=(',', ':'))}\n".encode())


def read_ledger(generation: Path) -> dict[str, Known]:
    """What is known of each document, by name, in the order in which it was written.

    Raises
    ------
    ArchiveError
        If it is damaged.
    OSError
        If it cannot be read.
    """
    known = {}
    with (generation / LEDGER).open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            try:
                values = json.loads(line)
                del values["outcome"]
                each = Known(**{**values, "failed": tuple(values["failed"])})
            except (LookupError, TypeError, ValueError) as error:
                raise ArchiveError(
                    f"{generation / LEDGER}: line {number} is damaged: make another archive"
                ) from error
            known[each.name] = each
    return known
