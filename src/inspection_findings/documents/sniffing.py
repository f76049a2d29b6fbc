"""Tell formats apart by content; the name only helps to say what is wrong."""

from __future__ import annotations

import codecs
import io
import re
import sys
import zipfile
from pathlib import Path, PurePath
from typing import IO

from inspection_findings.archives import ArchiveSizeError, open_archive
from inspection_findings.documents.types import Format
from inspection_findings.exceptions import (
    DamagedDocumentError,
    DocumentError,
    NoTextError,
    TooLargeError,
    UnknownFormatError,
)

READABLE = "PDF, DOCX, HTML, Markdown and plain text"

_PDF = b"%PDF-"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_HEAD = 1024
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_HTML_FRAGMENT = re.compile(r"\s*<(?:article|main|section|div|p|h[1-6]|ul|ol|table)\b[^>]*>", re.I)
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|\s{0,3}[-*+] \S|\|.+\|\s*$|={3,}\s*$)", re.M)
_HASH_HEADING = re.compile(r"^#{1,6} \S", re.M)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Control characters that no text file holds; form feed and the like are let through.
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes) -> str:
    """Text of bytes in UTF-8, UTF-16 with a byte order mark, or else Windows-1252.

    Raises
    ------
    UnknownFormatError
        If the bytes are not text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data.decode(encoding, errors="replace")
            break
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    if len(_BINARY.findall(text[:4096])) > len(text[:4096]) // 100:
        raise UnknownFormatError(f"neither text nor a known document format: can read {READABLE}")
    return text


def sniff(data: bytes, name: str) -> Format:
    """Format of a document's bytes.

    Parameters
    ----------
    data
        The whole document.
    name
        Its name. Never decides the format of bytes that speak for themselves; tells Markdown from plain
        text where the content could be either.

    Raises
    ------
    NoTextError
        If there are no bytes, or only white space.
    DamagedDocumentError
        If the name promises PDF or DOCX and the content is something else, or a zip archive is broken.
    TooLargeError
        If a zip archive lists too many files.
    UnknownFormatError
        If the content is nothing that can be read.
    """
    if not data.strip():
        raise NoTextError("the file is empty")
    # An archive goes first: a PDF that is stored in one shows its own mark.
    if data.startswith(_ZIP):
        return _sniff_zip(io.BytesIO(data))
    if _PDF in data[:_HEAD]:
        return Format.PDF
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnknownFormatError("an old Microsoft Office file (or an encrypted one): save it as DOCX or PDF")
    if data.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{\\rtf"):
        raise UnknownFormatError("a Rich Text (RTF) file: save it as DOCX or PDF")
    suffix = PurePath(name).suffix.lower()
    text = decode(data)
    is_html = bool(_HTML.match(text[:4096]))
    if suffix in {".pdf", ".docx"}:
        what = suffix[1:].upper()
        if is_html:
            raise DamagedDocumentError(
                f"named {suffix} but holds an HTML page (an error page saved by mistake?): download it again"
            )
        raise DamagedDocumentError(f"named {suffix} but does not hold a {what} document: download it again")
    if is_html or _HTML_FRAGMENT.match(text[:4096]):
        return Format.HTML
    if suffix in {".md", ".markdown"} or _looks_like_markdown(text):
        return Format.MARKDOWN
    return Format.TEXT


def opens_as_document(path: Path) -> bool:
    """Whether a file holds PDF or DOCX by its first bytes; ``False`` for one that cannot be looked into."""
    try:
        # Opening a pipe would wait for whoever writes to it.
        if not path.is_file():
            return False
        with path.open("rb") as file:
            head = file.read(_HEAD)
            return _sniff_zip(file) is Format.DOCX if head.startswith(_ZIP) else _PDF in head
    except (OSError, ValueError, NotImplementedError, DocumentError):
        return False


def _looks_like_markdown(text: str) -> bool:
    """Whether plain text has a hash heading and at least one more mark of Markdown."""
    return bool(_HASH_HEADING.search(text)) and len(_MARKDOWN.findall(text)) > 1


def _sniff_zip(file: IO[bytes]) -> Format:
    try:
        # Nothing is unpacked here: its reader holds it to a size.
        with open_archive(file, unpacked=sys.maxsize) as archive:
            names = set(archive.namelist())
    except ArchiveSizeError as error:
        raise TooLargeError(f"a zip archive that {error}") from None
    except zipfile.BadZipFile:
        raise DamagedDocumentError("a damaged or cut-off DOCX (or other zip) file: fetch it again") from None
    if "word/document.xml" in names:
        return Format.DOCX
    kind = "an Excel workbook" if "xl/workbook.xml" in names else "a zip archive that is not a DOCX document"
    raise UnknownFormatError(f"{kind}: can read {READABLE}")
