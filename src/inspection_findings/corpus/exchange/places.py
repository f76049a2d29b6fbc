"""Where a sentence stands in its document, as one short text that survives a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from inspection_findings.corpus.annotations import Annotation
from inspection_findings.corpus.positions import Stream

# One text of four parts: alone, a fingerprint such as 81234567e1234567 would be a number to a spreadsheet.
_KEY = re.compile(
    r"(?P<document>[a-z0-9][a-z0-9-]*)@(?P<position>\d{1,9})\+(?P<length>\d{1,9}):(?P<print>[0-9a-f]{16})"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a document's stream, with its fingerprint.

    Attributes
    ----------
    document
        As in the source list.
    position, length
        In the document's `positions.Stream`.
    fingerprint
        As `positions.fingerprint_of` makes it.
    """

    document: str
    position: int
    length: int
    fingerprint: str

    @property
    def key(self) -> str:
        """All of it as one text, e.g. ``draxwick-ilacs-2021-08-14@4819+138:1767c8f5c36500cc``."""
        return f"{self.document}@{self.position}+{self.length}:{self.fingerprint}"

    @property
    def id(self) -> str:
        """What a label of this place is called."""
        return f"{self.document}@{self.position}"

    @classmethod
    def parse(cls, key: str) -> Place:
        """Read a `key`.

        Raises
        ------
        ValueError
            If it is none.
        """
        match = _KEY.fullmatch(key.strip())
        if match is None:
            raise ValueError(f"unknown task {key!r}")
        return cls(match["document"], int(match["position"]), int(match["length"]), match["print"])


@dataclass(frozen=True, slots=True)
class Standing:
    """A label that is there already, where its sentence stands now: half-open range of the stream."""

    start: int
    end: int
    annotation: Annotation

    def overlaps(self, position: int, length: int) -> bool:
        """Whether it is, in part at least, about the same text."""
        return self.start < position + length and position < self.end


def standing_labels(stream: Stream, annotations: Iterable[Annotation]) -> list[Standing]:
    """The labels of a document whose sentences are found in it.

    Parameters
    ----------
    stream
        Of the document as it was read now.
    annotations
        Of this document.
    """
    found = []
    for annotation in annotations:
        start = stream.find(annotation.position, annotation.length, annotation.fingerprint)
        if start is not None:
            found.append(Standing(start, start + annotation.length, annotation))
    return found
