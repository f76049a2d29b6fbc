"""HTML: the main content only, as trafilatura finds it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from inspection_findings.documents.blocks import Block, Extract, Kind
from inspection_findings.documents.readers.common import cut, fold
from inspection_findings.exceptions import DamagedDocumentError, NoTextError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_NUMBER = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")


def read(text: str) -> Extract:
    """Blocks of an HTML page's main content.

    Raises
    ------
    NoTextError
        If the page has no main content.
    DamagedDocumentError
        If it cannot be parsed.
    """
    # Slow to import, and only HTML needs them.
    import trafilatura
    from lxml.etree import LxmlError

    try:
        found = trafilatura.bare_extraction(
            text, include_comments=False, include_tables=True, favor_recall=True
        )
    except (LxmlError, ValueError, RecursionError):
        raise DamagedDocumentError("HTML that cannot be parsed: save the page again") from None
    body = getattr(found, "body", None)
    blocks = [] if body is None else [block for block in _blocks(body) if block.text]
    if not any(block.kind in {Kind.PARAGRAPH, Kind.BULLET} for block in blocks):
        raise NoTextError("an HTML page without main content: save the page of the report itself")
    title = getattr(found, "title", None)
    return cut(blocks, fold(title) if title else None)


def _text(element: Element) -> str:
    return fold("".join(element.itertext()))


def _blocks(parent: Element) -> Iterator[Block]:
    for element in parent:
        if element.tag == "head":
            yield Block(Kind.HEADING, _text(element))
        elif element.tag == "list":
            ordered = element.get("rend") == "ol"
            for position, item in enumerate(element.iter("item"), start=1):
                text = _text(item)
                yield Block(Kind.PARAGRAPH, text, str(position)) if ordered else Block(Kind.BULLET, text)
        elif element.tag == "table":
            for row in element.iter("row"):
                yield Block(Kind.TABLE, fold(" ".join(map(_text, row))))
        elif element.tag in {"p", "quote", "ab"}:
            yield from _paragraph(element)
        elif len(element):
            yield from _blocks(element)


def _paragraph(element: Element) -> Iterator[Block]:
    text = _text(element)
    number = _NUMBER.match(text)
    if number is not None:
        yield Block(Kind.PARAGRAPH, text[number.end() :], number[1])
    else:
        yield Block(Kind.PARAGRAPH, text)
