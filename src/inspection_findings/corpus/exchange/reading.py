"""Listed documents as annotators are to see them: whole, with what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inspection_findings.corpus.annotations import Annotation
from inspection_findings.corpus.catalogue import CatalogueEntry
from inspection_findings.corpus.reading import read_each
from inspection_findings.corpus.sources import Sources
from inspection_findings.documents.types import Document


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
    for reading in read_each(kept, entries, _whole, n_jobs=n_jobs):
        yield Reading(reading.entry, reading.result, reading.problem)


def _whole(document: Document, annotations: list[Annotation]) -> Document:
    return document
