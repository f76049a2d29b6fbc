"""Documents of the source list read side by side, each only if it is the one that was labelled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from inspection_findings.corpus.annotations import Annotation
from inspection_findings.corpus.catalogue import CatalogueEntry
from inspection_findings.corpus.fetching import State, inspect_document
from inspection_findings.corpus.records import Source
from inspection_findings.corpus.sources import DOCUMENTS_FOLDER, Sources
from inspection_findings.documents import Document, read_document
from inspection_findings.exceptions import DocumentError

T = TypeVar("T")

_PARALLEL_FROM = 24
"""Fewer documents are read sooner than processes start."""


@dataclass(frozen=True, slots=True)
class ListedReading(Generic[T]):
    """What was made of a listed document, or why nothing was.

    Attributes
    ----------
    entry
        Its line of the source list.
    state
        Whether it is in its place.
    result
        What was made of it, ``None`` where it could not be read.
    problem
        Why it could not be read, empty where it was.
    """

    entry: CatalogueEntry
    state: State
    result: T | None
    problem: str = ""


def read_each(
    kept: Sources,
    entries: Sequence[CatalogueEntry],
    make: Callable[[Document, list[Annotation]], T],
    *,
    n_jobs: int | None = None,
) -> Iterator[ListedReading[T]]:
    """Read documents of the source list and make something of each, in order.

    Parameters
    ----------
    kept
        The corpus that they are listed in.
    entries
        Which.
    make
        Called with a document and its labels where it was read, which may be another process.
    n_jobs
        Processes, as in joblib.

    Yields
    ------
    ListedReading
        One a document.
    """
    from joblib import Parallel, delayed

    at_hand = sum(kept.path(entry).is_file() for entry in entries)
    parallel = Parallel(
        n_jobs=n_jobs if at_hand >= _PARALLEL_FROM else 1, batch_size=4, return_as="generator"
    )
    folder = kept.folder / DOCUMENTS_FOLDER
    yield from parallel(
        delayed(_read)(entry, folder, kept.annotations.get(entry.document, []), make) for entry in entries
    )


def _read(
    entry: CatalogueEntry,
    folder: Path,
    annotations: list[Annotation],
    make: Callable[[Document, list[Annotation]], T],
) -> ListedReading[T]:
    found = inspect_document(entry, folder)
    if found.state is State.MISSING:
        hint = "see `findings data fetch`"
        if entry.source is Source.SPECIMEN:
            hint = "specimens are part of the repository"
        return ListedReading(entry, found.state, None, f"the document is not at hand: {hint}")
    if found.state is State.CHANGED:
        return ListedReading(entry, found.state, None, "the document is not the file in the source list")
    if found.state is State.FAILED:
        return ListedReading(entry, found.state, None, found.message)
    try:
        document = read_document(folder / entry.file, name=entry.document)
    except (DocumentError, OSError) as error:
        return ListedReading(entry, State.FAILED, None, str(error))
    return ListedReading(entry, State.THERE, make(document, annotations))
