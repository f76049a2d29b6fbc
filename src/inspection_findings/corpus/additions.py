"""New documents taken into the corpus: a copy in its place and a line in the source list."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from inspection_findings.corpus.catalogue import (
    CatalogueEntry,
    read_catalogue,
    write_catalogue,
)
from inspection_findings.corpus.records import Source
from inspection_findings.corpus.rows import first_problem
from inspection_findings.corpus.sources import CATALOGUE_FILE, DOCUMENTS_FOLDER
from inspection_findings.corpus.splits import Split, split_for
from inspection_findings.documents import read_bytes
from inspection_findings.documents.authorities import (
    listed_beside,
    listed_spelling,
    lower_name,
    normal_form,
)
from inspection_findings.documents.types import Format, Framework
from inspection_findings.exceptions import CorpusError
from inspection_findings.files import digest_of, exclusive, write_atomically

_SUFFIXES = {
    Format.PDF: ".pdf",
    Format.DOCX: ".docx",
    Format.HTML: ".html",
    Format.MARKDOWN: ".md",
    Format.TEXT: ".txt",
}
_FOLDERS = {Source.REPORT: "reports", Source.ARTICLE: "articles", Source.SPECIMEN: "specimens"}
WRITTEN_HERE = "written for this project"
"""What the source list says of a specimen's publication."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What is said of a document; what is ``None`` is taken from its text.

    Attributes
    ----------
    authority
        That it is about.
    framework
        Or kind of text.
    published
        Day of publication.
    address
        Where it can be downloaded.
    publication
        Who published it.
    specimen
        Whether it was written for this project, about a council that does not exist.
    """

    authority: str | None = None
    framework: Framework | None = None
    published: dt.date | None = None
    address: str = ""
    publication: str = ""
    specimen: bool = False


@dataclass(frozen=True, slots=True)
class Addition:
    """What became of a document.

    Attributes
    ----------
    entry
        Its line of the source list.
    listed
        Whether it was listed before.
    copied
        Whether it was copied to its place now.
    beside
        A listed authority that its own, new one may be: one name begins with the other.
    """

    entry: CatalogueEntry
    listed: bool
    copied: bool
    beside: str = ""


def add_document(folder: Path, data: bytes, name: str, stated: Stated) -> Addition:
    """Take a document into the corpus; one that is listed is only put in its place.

    Parameters
    ----------
    folder
        That holds ``raw/sources.csv``.
    data
        The document.
    name
        What messages call it.
    stated
        What is known of it.

    Raises
    ------
    DocumentError
        If it cannot be read.
    CorpusError
        If authority, framework or day of publication are neither given nor found in the text, or its
        name or place is taken.
    OSError
        If it cannot be written; the source list and its place are then as they were.
    """
    # From reading the source list to writing it: what another process lists in between would be lost.
    with exclusive(folder):
        return _add(folder, data, name, stated)


def _add(folder: Path, data: bytes, name: str, stated: Stated) -> Addition:
    path = folder / CATALOGUE_FILE
    catalogue = read_catalogue(path)
    digest = hashlib.sha256(data).hexdigest()
    known = next((entry for entry in catalogue.values() if entry.sha256 == digest), None)
    # A specimen is about a council that does not exist.
    names = {each.authority for each in catalogue.values() if each.source is not Source.SPECIMEN}
    entry = known or describe_document(data, digest, name, stated, listed=names)
    place = folder / DOCUMENTS_FOLDER / entry.file
    if known is None:
        _check_free(entry, catalogue)
    copied = not place.exists()
    if not copied and digest_of(place) != digest:
        raise CorpusError(f"{place} is another file: move it away first")
    if copied:
        place.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(place, data)
    if known is None:
        try:
            write_catalogue(path, [*catalogue.values(), entry])
        except BaseException:
            if copied:
                place.unlink(missing_ok=True)
            raise
    new = known is None and entry.source is not Source.SPECIMEN and entry.authority not in names
    beside = listed_beside(entry.authority, names) if new else None
    return Addition(entry, listed=known is not None, copied=copied, beside=beside or "")


def describe_document(
    data: bytes, digest: str, name: str, stated: Stated, *, listed: Collection[str] = ()
) -> CatalogueEntry:
    """Make the line of a document in the source list, from its text and what is said of it.

    Parameters
    ----------
    data
        The document.
    digest
        Its SHA-256 in hexadecimal.
    name
        What messages call it.
    stated
        What is known of it, which goes before what its text says.
    listed
        Authorities of the source list: their spelling goes before any other.

    Raises
    ------
    DocumentError
        If it cannot be read.
    CorpusError
        If authority, framework or day of publication are neither given nor found in the text, or the
        authority found there may be a listed one under a longer or shorter name.
    """
    document = read_bytes(data, name=name)
    found = document.metadata
    authority = lower_name(stated.authority or found.authority or "")
    framework = stated.framework or found.framework
    published = stated.published or found.published
    slug = slug_of(authority)
    unknown = [
        option
        for option, value in (("--authority", slug), ("--framework", framework), ("--published", published))
        if not value
    ]
    if framework is None or published is None or unknown:
        raise CorpusError(f"the text does not say it: give {' and '.join(unknown)}")
    if stated.specimen:
        source = Source.SPECIMEN
    else:
        source = Source.ARTICLE if framework is Framework.NEWS else Source.REPORT
        authority = _as_listed(authority, listed, given=bool(stated.authority))
        slug = slug_of(authority)
    identifier = f"{slug}-{framework}-{published.isoformat()}"
    try:
        return CatalogueEntry(
            document=identifier,
            source=source,
            authority=authority,
            framework=framework,
            published=published,
            sha256=digest,
            bytes=len(data),
            file=f"{_FOLDERS[source]}/{identifier}{_SUFFIXES[document.format]}",
            address=stated.address,
            publication=stated.publication or (WRITTEN_HERE if stated.specimen else ""),
        )
    except ValidationError as error:
        raise CorpusError(first_problem(error)) from error


def _as_listed(authority: str, listed: Collection[str], *, given: bool) -> str:
    """The listed spelling, else the name itself, where it is given or like no listed one."""
    spelling = listed_spelling(authority, listed)
    beside = None if spelling or given else listed_beside(authority, listed)
    if beside:
        raise CorpusError(f"the text says {authority!r}, the source list {beside!r}: give --authority")
    return spelling or authority


def split_of_addition(entry: CatalogueEntry) -> Split:
    """The split that sentences of a new document fall into.

    A specimen that was added retells no authority's report.
    """
    return split_for(None if entry.source is Source.SPECIMEN else entry.authority)


def differing(stated: Stated, entry: CatalogueEntry) -> list[str]:
    """The options by which something else was said of a document than the source list says.

    Parameters
    ----------
    stated
        What was said; what was left unsaid differs from nothing.
    entry
        Its line of the source list.
    """
    authority = stated.authority and normal_form(stated.authority) != normal_form(entry.authority)
    said: list[tuple[str, object, object]] = [
        ("--framework", stated.framework, entry.framework),
        ("--published", stated.published, entry.published),
        ("--address", stated.address, entry.address),
        ("--publication", stated.publication, entry.publication),
        ("--specimen", stated.specimen, entry.source is Source.SPECIMEN),
    ]
    options = [option for option, given, listed in said if given and given != listed]
    return ["--authority", *options] if authority else options


def slug_of(name: str) -> str:
    """A name in lower-case letters, digits and hyphens.

    Examples
    --------
    >>> slug_of("Brighton & Hove")
    'brighton-and-hove'
    """
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", plain).lower()).strip("-")


def _check_free(entry: CatalogueEntry, catalogue: Mapping[str, CatalogueEntry]) -> None:
    if entry.document in catalogue:
        raise CorpusError(f"{entry.document} is in the source list already, with another file")
