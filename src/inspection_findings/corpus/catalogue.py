"""The source list: which documents the labels are about, and where each is to be had."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from inspection_findings.corpus.records import Source
from inspection_findings.corpus.rows import first_problem
from inspection_findings.documents.types import Framework
from inspection_findings.exceptions import CorpusError
from inspection_findings.files import write_atomically

DOCUMENT_NAME = r"^[a-z0-9][a-z0-9-]*$"


class CatalogueEntry(BaseModel):
    """One document.

    Attributes
    ----------
    document
        Identifier, and stem of the file: lower case, digits and hyphens.
    source
        Whether it is a report, an article or a specimen.
    authority
        The authority that it is about, in lower case.
    published
        Day of publication, ``None`` where it is not known.
    sha256, bytes
        Of the file: what tells that a copy is the one that was labelled.
    file
        Path below the folder of documents, e.g. ``reports/x.pdf``.
    address
        Where it can be downloaded, empty where it cannot.
    publication
        Who published it, for what has no address.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: Annotated[str, Field(pattern=DOCUMENT_NAME)]
    source: Source
    authority: Annotated[str, Field(min_length=1)]
    framework: Framework
    published: dt.date | None = None
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    bytes: Annotated[int, Field(gt=0)]
    file: str
    address: Annotated[str, Field(pattern="^(https?://.+)?$")] = ""
    publication: str = ""

    @field_validator("published", mode="before")
    @classmethod
    def _no_date(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("file")
    @classmethod
    def _below_the_folder(cls, value: str) -> str:
        path = PurePosixPath(value)
        if path.is_absolute() or ".." in path.parts or not path.name or "\\" in value:
            raise ValueError("must be a path below the folder of documents")
        return value


COLUMNS = tuple(CatalogueEntry.model_fields)


def read_catalogue(path: Path) -> dict[str, CatalogueEntry]:
    """Read the source list, by document.

    Raises
    ------
    CorpusError
        If the file is missing or malformed, or a document or file is listed twice; the message gives the
        line.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CorpusError(f"{path}: cannot be read as the list of documents") from error
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise CorpusError(f"{path}: the first line must be {','.join(COLUMNS)}")
    entries: dict[str, CatalogueEntry] = {}
    files: set[str] = set()
    for number, row in rows:
        try:
            entry = CatalogueEntry.model_validate(row)
        except ValidationError as error:
            raise CorpusError(f"{path}: line {number}: {first_problem(error)}") from error
        if entry.document in entries or entry.file in files:
            raise CorpusError(f"{path}: line {number}: {entry.document} is listed twice")
        entries[entry.document] = entry
        files.add(entry.file)
    return entries


def write_catalogue(path: Path, entries: Iterable[CatalogueEntry]) -> None:
    """Write the source list whole, sorted by file.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for entry in sorted(entries, key=lambda entry: entry.file):
        row = entry.model_dump(mode="json")
        writer.writerow({**row, "published": row["published"] or ""})
    write_atomically(path, text.getvalue().encode())
