"""What the readers of formats without pages share."""

from __future__ import annotations

from inspection_findings.documents.blocks import Block, Extract, Kind
from inspection_findings.documents.boilerplate import (
    front_ends_at,
    is_contact_line,
    is_front_field,
    is_page_furniture,
    sign_off_at,
)
from inspection_findings.documents.dates import whole_date

_MAX_FRONT = 30


def cut(blocks: list[Block], title: str | None = None) -> Extract:
    """Part blocks into front matter, body and closing matter."""
    texts = [block.text for block in blocks]
    end = sign_off_at(texts)
    start = min(front_ends_at(texts), end)
    start = start if start <= _MAX_FRONT else 0
    while start < end and (blocks[start].kind is Kind.TABLE or is_front_field(texts[start])):
        start += 1
    body: list[Block] = []
    for block in blocks[start:end]:
        if is_contact_line(block.text) or is_page_furniture(block.text):
            continue
        # A picture's caption is often there twice: for the eye and for the screen reader.
        if body and body[-1].text == block.text:
            continue
        if block.kind is Kind.HEADING and whole_date(block.text) is not None:
            block.kind = Kind.TABLE
        body.append(block)
    return Extract(front=texts[:start], body=body, title=title, back=texts[end:])


def fold(text: str) -> str:
    """White space folded to single spaces; soft hyphens and byte order marks taken out."""
    return " ".join(text.replace("\xad", "").replace("\ufeff", "").replace("\u200b", "").split())
