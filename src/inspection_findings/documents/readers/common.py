"""What the readers of formats without pages share."""

from __future__ import annotations

from inspection_findings.documents.blocks import Block, Extract, Kind
from inspection_findings.documents.boilerplate import (
    front_ends_at,
    is_contact_line,
    is_front_field,
    sign_off_at,
)

_MAX_FRONT = 30


def cut(blocks: list[Block], title: str | None = None) -> Extract:
    """Part blocks into front matter, body and closing matter."""
    texts = [block.text for block in blocks]
    end = sign_off_at(texts)
    start = min(front_ends_at(texts), end)
    start = start if start <= _MAX_FRONT else 0
    while start < end and (blocks[start].kind is Kind.TABLE or is_front_field(texts[start])):
        start += 1
    body = [block for block in blocks[start:end] if not is_contact_line(block.text)]
    return Extract(front=texts[:start], body=body, title=title, back=texts[end:])


def fold(text: str) -> str:
    """White space folded to single spaces; soft hyphens and byte order marks taken out."""
    return " ".join(text.replace("\xad", "").replace("\ufeff", "").replace("\u200b", "").split())
