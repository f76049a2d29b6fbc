"""DOCX by python-docx: headings by style, lists by style or numbering, tables in their place."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from inspection_findings.archives import ArchiveSizeError, open_archive
from inspection_findings.documents.blocks import Block, Extract, Kind
from inspection_findings.documents.limits import USUAL, Limits
from inspection_findings.documents.readers.common import cut, fold
from inspection_findings.documents.readers.text import is_heading, make_block
from inspection_findings.exceptions import DamagedDocumentError, NoTextError, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADING_STYLE = re.compile(r"(?:heading|title|subtitle)\b", re.I)
_LIST_STYLE = re.compile(r"list\b", re.I)
_NUMBER_STYLE = re.compile(r"list number", re.I)
# What the standard library and python-docx raise on archives and parts that are not what they should be.
_BROKEN = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
_DAMAGED = "a damaged or cut-off DOCX file: fetch it again"


def read(data: bytes, limits: Limits = USUAL) -> Extract:
    """Blocks of a DOCX document.

    Raises
    ------
    TooLargeError
        If it unpacks to more than is allowed.
    DamagedDocumentError
        If it is no complete DOCX document.
    NoTextError
        If it holds no text.
    """
    # Slow to import, and only DOCX needs them.
    import docx
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError
    from docx.oxml.exceptions import XmlchemyError
    from lxml.etree import LxmlError

    try:
        _check_size(data, limits)
        document = docx.Document(io.BytesIO(data))
        blocks = [block for block in _blocks(document) if block.text]
    except ArchiveSizeError as error:
        raise TooLargeError(f"{error}: give --max-bytes to read it all the same") from None
    except (OpcError, PythonDocxError, XmlchemyError, LxmlError, zipfile.BadZipFile, *_BROKEN):
        raise DamagedDocumentError(_DAMAGED) from None
    if not blocks:
        raise NoTextError("a DOCX document without text (scanned pages need OCR)")
    title = next((block.text for block in blocks[:3] if block.kind is Kind.HEADING), None)
    return cut(blocks, title)


def _check_size(data: bytes, limits: Limits) -> None:
    open_archive(io.BytesIO(data), unpacked=limits.bytes).close()


def _blocks(document: Any) -> Iterator[Block]:
    numbers = _Numbers()
    for item in document.iter_inner_content():
        if hasattr(item, "rows"):
            for row in item.rows:
                yield Block(Kind.TABLE, fold(" ".join(_cells(row))))
        else:
            yield _paragraph(item, numbers)


def _cells(row: Any) -> Iterator[str]:
    """Texts of a row's cells; a merged cell counts once."""
    seen: set[int] = set()
    for cell in row.cells:
        if id(cell._tc) not in seen:
            seen.add(id(cell._tc))
            yield cell.text


class _Numbers:
    """Word keeps no printed numbers; a numbered list is counted."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> str:
        """The number of the next numbered paragraph."""
        self._last += 1
        return str(self._last)


def _paragraph(paragraph: Any, numbers: _Numbers) -> Block:
    text = fold(paragraph.text)
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    if _HEADING_STYLE.match(style):
        return Block(Kind.HEADING, text)
    if _NUMBER_STYLE.match(style) and text:
        return Block(Kind.PARAGRAPH, text, numbers.next())
    properties = paragraph._p.pPr
    if _LIST_STYLE.match(style) or (properties is not None and properties.numPr is not None):
        return Block(Kind.BULLET, text)
    block = make_block(text)
    bold = [run for run in paragraph.runs if run.text.strip()]
    if (
        block.kind is Kind.PARAGRAPH
        and block.number is None
        and is_heading(text)
        and bold
        and all(r.bold for r in bold)
    ):
        block.kind = Kind.HEADING
    return block
