"""Lists of documents: a path or an address a line, or CSV, or JSON Lines.

A list may have a million lines, so nothing is looked up here that reading a document tells anyway.
"""

from __future__ import annotations

import csv
import os
import re
import sys
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any, NamedTuple

import orjson

from inspection_findings.commands.sources.addresses import check_address, is_address, scheme_of, shown
from inspection_findings.commands.sources.source import Source
from inspection_findings.commands.sources.streams import LINES_SUFFIXES, STDIN_NAME
from inspection_findings.documents.limits import Limits
from inspection_findings.documents.sniffing import opens_as_document
from inspection_findings.exceptions import ManifestError, StoreError

_DIGEST = re.compile(r"[0-9A-Fa-f]{64}")
_WHERE = ("path", "url")


class Entry(NamedTuple):
    """A line of a list: where a document is, and the SHA-256 that it must have, or nothing."""

    place: str
    sha256: str = ""


Numbered = Iterator[tuple[int, Entry | str]]
"""Lines of a list with their numbers; where one says nothing, what is wrong with it."""


def sources_in(manifest: str, limits: Limits) -> Iterator[Source | str]:
    """Documents of a list, in its order.

    Parameters
    ----------
    manifest
        The list's file, or ``-`` for standard input. One that ends in .csv has a column ``path`` or ``url``,
        one that ends in .jsonl or .ndjson a field of such a name; both may have ``sha256``. Any other has a
        path or an address a line; blank lines and those that begin with # are passed over.
    limits
        What reading a document may cost.

    Yields
    ------
    Source or str
        A document; or what is wrong with a line, and which. Paths are relative to the folder of the list.

    Raises
    ------
    ManifestError
        If the list itself cannot be read.
    MissingExtraError
        If what a store is read with is not installed.
    """
    place = Path(manifest)
    standard = manifest == "-"
    folder = "" if standard or place.parent == Path() else str(place.parent)
    installed: set[str] = set()
    try:
        if not standard and opens_as_document(place):
            raise ManifestError(f"--manifest {manifest}: is a document, and no list of documents")
        with sys.stdin.buffer if standard else place.open("rb") as stream:
            for number, entry in _numbered(stream, "" if standard else place.suffix.lower()):
                source = entry if isinstance(entry, str) else _source(entry, folder, limits, installed)
                yield f"line {number:,}: {source}" if isinstance(source, str) else source
    except OSError as error:
        if isinstance(error, ManifestError):
            raise
        missing = isinstance(error, FileNotFoundError)
        what = "no such file" if missing else error.strerror or str(error)
        raise ManifestError(f"--manifest {STDIN_NAME if standard else manifest}: {what}") from error
    except csv.Error as error:
        raise ManifestError(f"--manifest {manifest}: {error}") from error


def _numbered(stream: IO[bytes], suffix: str) -> Numbered:
    # Names of files need not be in any encoding.
    lines = TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
    if suffix == ".csv":
        return _from_csv(lines)
    return _from_json(lines) if suffix in LINES_SUFFIXES else _from_text(lines)


def _from_text(lines: Iterable[str]) -> Numbered:
    for number, line in enumerate(lines, 1):
        place = line.strip()
        if place and not place.startswith("#"):
            yield number, Entry(place)


def _from_csv(lines: Iterable[str]) -> Numbered:
    rows = csv.reader(lines)
    header = [name.strip().lower() for name in next(rows, [])]
    where = [header.index(name) for name in _WHERE if name in header]
    if not where:
        raise csv.Error("its first line must name a column path or url")
    digest = header.index("sha256") if "sha256" in header else len(header)
    for row in rows:
        if not any(row):
            continue
        places = [row[i] for i in where if i < len(row) and row[i]]
        yield rows.line_num, _entry(places, row[digest] if digest < len(row) else "")


def _from_json(lines: Iterable[str]) -> Numbered:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = orjson.loads(line)
        except ValueError:
            yield number, "not JSON"
            continue
        if not isinstance(record, dict):
            yield number, 'not an object with "path" or "url"'
            continue
        yield number, _entry([record[key] for key in _WHERE if record.get(key)], record.get("sha256") or "")


def _entry(places: list[Any], sha256: Any) -> Entry | str:
    if len(places) != 1:
        return "has path and url: give one" if places else "has neither path nor url"
    if not (isinstance(places[0], str) and isinstance(sha256, str)):
        return "path, url and sha256 are text"
    return Entry(places[0], sha256.strip())


def _source(entry: Entry, folder: str, limits: Limits, installed: set[str]) -> Source | str:
    place, sha256 = entry
    if "\0" in place:
        return "no name of a file or an address"
    if sha256 and not _DIGEST.fullmatch(sha256):
        return f"sha256 is not 64 hexadecimal digits: {sha256[:70]}"
    digest = bytes.fromhex(sha256) if sha256 else None
    if not is_address(place):
        name = os.path.join(folder, place) if folder else place  # noqa: PTH118 - there are very many
        return Source(name, limits=limits, digest=digest)
    try:
        check_address(place)
    except StoreError as error:
        return f"{shown(place)}: {error}"
    scheme = scheme_of(place)
    if scheme not in installed:
        # Imported here, as lists of files do not pay for it.
        from inspection_findings.commands.sources.stores import prepare_store

        prepare_store(scheme)
        installed.add(scheme)
    return Source(shown(place), limits=limits, url=place, digest=digest)
