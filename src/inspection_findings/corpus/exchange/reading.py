"""Listed documents read side by side, each only if it is the one in the source list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspection_findings.corpus.catalogue import CatalogueEntry
from inspection_findings.corpus.sources import Sources
from inspection_findings.documents import read_document
from inspection_findings.documents.types import Document
from inspection_findings.exceptions import DocumentError

_PARALLEL_FROM = 24
"""Fewer documents are read sooner than processes start."""

_REASONS = {
    "missing": "the document is not at hand: see `findings data fetch`",
    "changed": "the document is not the file in the source list",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A listed document, or why it could not be read."""

    entry: CatalogueEntry
    document: Document | None
    problem: str = ""


def read_listed(
    kept: Sources, entries: Sequence[CatalogueEntry], *, n_jobs: int | None = None
) -> Iterator[Reading]:
    """Read documents of the source list, in order.

    Parameters
    ----------
    kept
        The corpus that they are listed in.
    entries
        Which.
    n_jobs
        Processes, as in joblib.

    Yields
    ------
    Reading
        One a document.
    """
    from joblib import Parallel, delayed

    parallel = Parallel(
        n_jobs=n_jobs if len(entries) >= _PARALLEL_FROM else 1, batch_size=4, return_as="generator"
    )
    yield from parallel(delayed(_read)(entry, kept.path(entry), kept.state(entry)) for entry in entries)


def _read(entry: CatalogueEntry, path: Path, state: str) -> Reading:
    if state != "there":
        return Reading(entry, None, _REASONS[state])
    try:
        return Reading(entry, read_document(path, name=entry.document))
    except (DocumentError, OSError) as error:
        return Reading(entry, None, str(error))
