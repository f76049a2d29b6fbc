"""PDFs to measure with: reports where they are at hand, else specimens, over again as often as needed."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SEED = 0


@dataclass(frozen=True)
class Documents:
    """PDFs in random order, always the same one.

    Attributes
    ----------
    kind
        What they are, in the plural.
    paths
        Each as often as it is read.
    distinct
        How many different ones there are among them.
    """

    kind: str
    paths: tuple[Path, ...]
    distinct: int

    @property
    def typical(self) -> Path:
        """The one whose file is of the middle size."""
        ordered = sorted(self.paths, key=_size)
        return ordered[len(ordered) // 2]


def gather(reports: Path, specimens: Path, count: int) -> Documents:
    """Choose documents.

    Parameters
    ----------
    reports, specimens
        Folders of PDFs. Specimens are taken where there are no reports.
    count
        How many.

    Raises
    ------
    FileNotFoundError
        If there is no PDF in either.
    """
    for kind, folder in (("reports", reports), ("specimen letters", specimens)):
        found = sorted(folder.glob("*.pdf"))
        if found:
            random.Random(SEED).shuffle(found)  # noqa: S311 - no secret
            paths = [found[i % len(found)] for i in range(count)]
            return Documents(kind, tuple(paths), min(count, len(found)))
    raise FileNotFoundError(f"no PDF in {reports} or {specimens}")


def lay_out(paths: Sequence[Path], folder: Path) -> Path:
    """Put documents into a folder, each time that one is named as a file of its own; returns the folder."""
    folder.mkdir(parents=True)
    for number, path in enumerate(paths):
        target = folder / f"{number:06d}.pdf"
        # The product reads a file that it meets by two names only once: the second time it is a copy.
        try:
            if path in paths[:number]:
                raise OSError
            os.link(path, target)
        except OSError:
            shutil.copyfile(path, target)
    return folder


def deal(paths: Sequence[Path], processes: int) -> list[list[Path]]:
    """Share documents out so that each process has about as many bytes; none comes away empty-handed."""
    if len(paths) < processes:
        raise ValueError(f"{len(paths)} documents are too few for {processes} processes")
    shares: list[list[Path]] = [[] for _ in range(processes)]
    loads = [0] * processes
    for path in sorted(paths, key=_size, reverse=True):
        least = loads.index(min(loads))
        shares[least].append(path)
        loads[least] += _size(path)
    return shares


def _size(path: Path) -> int:
    return path.stat().st_size
