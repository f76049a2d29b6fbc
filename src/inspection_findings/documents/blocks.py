"""What every reader hands on: a document's text as blocks, before sections and sentences are known."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto


class Kind(Enum):
    """What a block is on the page."""

    HEADING = auto()
    PARAGRAPH = auto()
    BULLET = auto()
    TABLE = auto()


@dataclass(slots=True)
class Block:
    """One heading, paragraph, bullet point or table row.

    Attributes
    ----------
    text
        White space folded, broken words joined, markers removed. Cells of a table row are joined by a space.
    number
        The paragraph's printed number, without its full stop.
    page
        Page on which the block starts, from 1.
    turns
        ``(offset in text, page)`` where the block runs on to another page.
    """

    kind: Kind
    text: str
    number: str | None = None
    page: int | None = None
    turns: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Extract:
    """A document as its reader sees it.

    Attributes
    ----------
    front
        Lines before the body: title, dates, addressees, table of grades. They are not sentences.
    body
        Everything that is read, in order.
    title
        The title that the format itself announces, where it does.
    back
        Lines after the body: signatures, addresses, the inspection team.
    """

    front: list[str]
    body: list[Block]
    pages: int | None = None
    title: str | None = None
    back: list[str] = field(default_factory=list)
