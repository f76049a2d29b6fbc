"""Markdown, line by line: headings, bullet points, numbered paragraphs, tables, paragraphs."""

from __future__ import annotations

import re

from inspection_findings.documents.blocks import Block, Extract, Kind
from inspection_findings.documents.readers.common import cut, fold

_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*$")
_UNDERLINE = re.compile(r"(?:=+|-+)$")
_BULLET = re.compile(r"(?:[-*+]|[•◼■▪●])\s+(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
_TABLE_RULE = re.compile(r"[|:\s-]+$")
_FENCE = re.compile(r"(?:```|~~~)")
_RULE = re.compile(r"(?:\*\s*){3,}$|(?:_\s*){3,}$|(?:-\s*){3,}$")
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_EMPHASIS = re.compile(r"(\*{1,3}|`|(?<!\w)_{1,3})(?=\S)([^*`_]+)(?<=\S)\1")
_HARD_BREAK = re.compile(r"<br\s*/?>|<!--(?:(?!<!--).)*?-->", re.I)
_FOOTNOTE_MARK = re.compile(r"\[\^[^\[\]]+\](:?)")


def read(text: str) -> Extract:
    """Blocks of a Markdown text."""
    reader = _Reader()
    for line in text.splitlines():
        reader.take(line)
    blocks = [block for block in reader.blocks if block.text]
    title = blocks[0].text if blocks and blocks[0].kind is Kind.HEADING else None
    return cut(blocks, title)


def _plain(line: str) -> str:
    text = _LINK.sub(r"\1", _IMAGE.sub("", _HARD_BREAK.sub(" ", line)))
    return fold(_EMPHASIS.sub(r"\2", _FOOTNOTE_MARK.sub("", text)))


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._open = False
        self._fenced = False

    def take(self, raw: str) -> None:
        """Take in the next line."""
        line = raw.strip().removeprefix("> ").strip()
        if _FENCE.match(line):
            self._fenced = not self._fenced
        if self._fenced or not line or _FENCE.match(line) or line.startswith("[^"):
            self._open = False
        elif self._open and _UNDERLINE.match(line) and self.blocks[-1].kind is Kind.PARAGRAPH:
            self.blocks[-1].kind = Kind.HEADING
            self._open = False
        elif _RULE.match(line):
            self._open = False
        else:
            self._take_text(line)

    def _take_text(self, line: str) -> None:
        heading, bullet, number = _HEADING.match(line), _BULLET.match(line), _NUMBER.match(line)
        if heading is not None:
            self._add(Block(Kind.HEADING, _plain(heading[1])), open_=False)
        elif line.startswith("|"):
            if not _TABLE_RULE.match(line):
                cells = " ".join(filter(None, (_plain(cell) for cell in line.strip("|").split("|"))))
                self._add(Block(Kind.TABLE, cells), open_=False)
        elif bullet is not None:
            self._add(Block(Kind.BULLET, _plain(line[bullet.end() :])), open_=True)
        elif number is not None:
            self._add(Block(Kind.PARAGRAPH, _plain(line[number.end() :]), number[1]), open_=True)
        elif self._open:
            self.blocks[-1].text = f"{self.blocks[-1].text} {_plain(line)}".strip()
        else:
            self._add(Block(Kind.PARAGRAPH, _plain(line)), open_=True)

    def _add(self, block: Block, *, open_: bool) -> None:
        self.blocks.append(block)
        self._open = open_
