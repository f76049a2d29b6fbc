"""Stand-off labels: what was labelled, by position and fingerprint, without a word of its text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

from inspection_findings.corpus.records import Sample
from inspection_findings.corpus.rows import LabelNames, read_rows
from inspection_findings.files import write_atomically
from inspection_findings.labels import Label, SectionCode

GUIDELINE = "1"
"""Version of the labelling guide, as stated at its head."""


class Annotation(BaseModel):
    """Labels of one sentence of a document.

    A field that does not apply is the empty string, so that each column has one type in every file.

    Attributes
    ----------
    id
        Unique over all files.
    document
        As in the source list.
    position, length
        Of the sentence in the document's `positions.Stream`.
    fingerprint
        Of the sentence, as `positions.fingerprint_of` makes it.
    labels
        ``domain:polarity``, none where the sentence has no finding.
    passage
        Key of the passage that it was read in.
    section
        Code of the section as it stood when it was labelled.
    bullet
        Whether it was a bullet point.
    sample
        How its passage was chosen.
    retells
        For a specimen, the id of the real sentence whose finding it tells in other words.
    annotator
        Who labelled it, and how.
    labelled
        Day of labelling as ``YYYY-MM-DD``, where it is known.
    guideline
        Version of the labelling guide.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(min_length=1)]
    document: Annotated[str, Field(min_length=1)]
    position: Annotated[int, Field(ge=0)]
    length: Annotated[int, Field(ge=1)]
    fingerprint: Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
    labels: LabelNames
    passage: Annotated[str, Field(min_length=1)]
    section: str = ""
    bullet: bool = False
    sample: Sample = Sample.RANDOM
    retells: str = ""
    annotator: Annotated[str, Field(min_length=1)]
    labelled: Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$")] = ""
    guideline: str = GUIDELINE

    @field_validator("labels")
    @classmethod
    def _each_once(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(values)) < len(values):
            raise ValueError("a label is given twice")
        return values

    @field_validator("section")
    @classmethod
    def _known_section(cls, value: str) -> str:
        if value and value not in set(SectionCode):
            raise ValueError(f"unknown section {value!r}: expected one of {', '.join(SectionCode)}")
        return value

    @property
    def label_set(self) -> tuple[Label, ...]:
        """The labels, parsed."""
        return tuple(Label.parse(label) for label in self.labels)


def read_annotations(path: Path) -> list[Annotation]:
    """Read stand-off labels from JSON Lines.

    Raises
    ------
    CorpusError
        If the file is missing or a line is malformed; the message gives its number.
    """
    return [annotation for _, annotation in read_rows(path, Annotation, "labels")]


def write_annotations(path: Path, annotations: Iterable[Annotation]) -> None:
    """Write stand-off labels whole, one JSON object a line.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    write_atomically(path, "".join(f"{a.model_dump_json()}\n" for a in annotations).encode())
