"""Read a document whatever its format."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path, PurePath

from inspection_findings.documents import sniffing
from inspection_findings.documents.blocks import Extract, Kind
from inspection_findings.documents.grades import read_grades
from inspection_findings.documents.limits import USUAL, Limits, check_size
from inspection_findings.documents.metadata import read_metadata
from inspection_findings.documents.own_pages import is_own_page
from inspection_findings.documents.structure import build
from inspection_findings.documents.types import Document, Format

_READERS = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
}
SUFFIXES = frozenset(_READERS)
# Word keeps a lock file beside each document that is open in it.
_HIDDEN = (".", "~$")
_OPENING = 8
_LONGEST_CREDIT = 200


def find_documents(paths: Iterable[str | Path]) -> Iterator[Path]:
    """Files to read: those named, and the documents in the folders named, in sorted order.

    Parameters
    ----------
    paths
        Files and folders. A file is yielded whatever its suffix, and also if it does not exist, so that
        reading it reports the error. In a folder and those below it, what has a known suffix or opens as
        PDF or DOCX is a document; hidden files and folders, Word's lock files and pages that this program
        wrote are left out.
    """
    for each in paths:
        path = Path(each)
        if path.is_dir():
            yield from sorted(file for file in _files_in(path) if _may_be_document(file))
        else:
            yield path


def documents_among(files: Iterable[Path]) -> Iterator[Path]:
    """Files that are documents, told as those in a folder are, in sorted order.

    Parameters
    ----------
    files
        Files and folders; folders are not searched.
    """
    wanted = (file for file in files if not file.name.startswith(_HIDDEN))
    yield from sorted(file for file in wanted if _may_be_document(file) and not is_own_page(file))


def passed_over(folder: Path) -> list[Path]:
    """Files in a folder and those below it that `find_documents` takes for no documents, in sorted order.

    Parameters
    ----------
    folder
        The folder. What is hidden in it, Word's lock files and this program's own pages are not told of.
    """
    return sorted(file for file in _files_in(folder) if not _may_be_document(file))


def _files_in(folder: Path) -> Iterator[Path]:
    """Files in a folder and those below it but for hidden ones and pages that were made of reports here."""
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files = (Path(where) / name for name in names if not name.startswith(_HIDDEN))
        yield from (file for file in files if not is_own_page(file))


def _may_be_document(file: Path) -> bool:
    try:
        mode = file.stat().st_mode
    except OSError:
        # A link that leads nowhere, say: reading it reports what is wrong.
        mode = stat.S_IFREG
    # To read a pipe that lies in a folder would wait for whoever writes to it.
    return stat.S_ISREG(mode) and _is_named_or_opens(file)


def _is_named_or_opens(file: Path) -> bool:
    return file.suffix.lower() in SUFFIXES or sniffing.opens_as_document(file)


def prepare(names: Iterable[str | Path]) -> None:
    """Import what files of these names are read with, so that processes forked for them need not each."""
    for suffix in {PurePath(name).suffix.lower() for name in names} & SUFFIXES:
        import_module(f"inspection_findings.documents.readers.{_READERS[suffix]}")


def read_document(path: str | Path, *, name: str | None = None, limits: Limits = USUAL) -> Document:
    """Read a file.

    Parameters
    ----------
    path
        The file.
    name
        What to call the document; the path where not given.
    limits
        How large it may be, in bytes and pages.

    Raises
    ------
    FileNotFoundError, IsADirectoryError
        If there is no such file.
    DocumentError
        If it cannot be read as a document; see `inspection_findings.exceptions`.
    """
    data = bytes_of(Path(path), limits)
    return read_bytes(data, name=str(path) if name is None else name, limits=limits)


def bytes_of(path: Path, limits: Limits) -> bytes:
    """What is in a file, and one byte more than is allowed at most.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    with path.open("rb") as stream:
        # Room for all that is allowed would be cleared first. One byte more shows that there is more than was
        # said, as of what is no plain file, or is still written; and in the end, that there is too much.
        size = min(os.fstat(stream.fileno()).st_size, limits.bytes)
        data = stream.read(size + 1)
        if len(data) > size:
            data += stream.read(limits.bytes + 1 - len(data))
    return data


def read_bytes(data: bytes, *, name: str, limits: Limits = USUAL) -> Document:
    """Read a document that is already in memory.

    Parameters
    ----------
    data
        The whole document.
    name
        What to call it. Formats are told by content; the name helps where content leaves a choice.
    limits
        How large it may be, in bytes and pages.

    Raises
    ------
    DocumentError
        If it cannot be read as a document; see `inspection_findings.exceptions`.
    """
    check_size(len(data), limits)
    kind = sniffing.sniff(data, name)
    extract = _extract(kind, data, limits)
    blocks = [block.text for block in extract.body]
    credits_ = [text for text in [*blocks, *extract.back] if len(text) < _LONGEST_CREDIT]
    metadata = read_metadata(extract.title, extract.front, blocks[:_OPENING], credits_)
    headings = [block.text for block in extract.body if block.kind is Kind.HEADING]
    text, sections = build(extract, metadata.framework)
    return Document(
        name=name,
        format=kind,
        text=text,
        sections=sections,
        metadata=metadata,
        grades=read_grades(extract.front, headings, metadata.framework),
        pages=extract.pages,
    )


def _extract(kind: Format, data: bytes, limits: Limits) -> Extract:
    # Each reader is imported when its format turns up, so that a folder of PDFs never pays for the others.
    if kind is Format.PDF:
        from inspection_findings.documents.readers import pdf

        return pdf.read(data, limits)
    if kind is Format.DOCX:
        from inspection_findings.documents.readers import docx

        return docx.read(data, limits)
    text = sniffing.decode(data)
    if kind is Format.HTML:
        from inspection_findings.documents.readers import html

        return html.read(text)
    if kind is Format.MARKDOWN:
        from inspection_findings.documents.readers import markdown

        return markdown.read(text)
    from inspection_findings.documents.readers import text as plain

    return plain.read(text)
