"""Plain text: paragraphs apart by blank lines, or one a line, or wrapped."""

from __future__ import annotations

import re

from inspection_findings.documents.blocks import Block, Extract, Kind
from inspection_findings.documents.readers.common import cut, fold
from inspection_findings.documents.sections import meaning_of
from inspection_findings.documents.tables import without_listed_judgements
from inspection_findings.documents.words import Joiner

_BULLET = re.compile(r"(?:[•◼■▪●○◦‣·*\ue000-\uf8ff]|[-–—]\s)\s*(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})[.)]\s+(?=[^\d\s])")
_CLOSED = re.compile(r"[.?!:;,][’”'\")\]]*$")
_PARAGRAPHS = re.compile(r"\n\s*\n")
_WRAPPED = 60
_WIDEST = 100
# Headlines of news are longer, and they are sentences.
_MAX_HEADING = 45


def read(text: str) -> Extract:
    """Blocks of a plain text."""
    joiner = Joiner([text])
    blocks = [block for chunk in _PARAGRAPHS.split(text) for block in _chunk(chunk, joiner)]
    extract = cut(blocks)
    extract.body = without_listed_judgements(extract.body)
    return extract


def _chunk(chunk: str, joiner: Joiner) -> list[Block]:
    lines = [line for line in map(fold, chunk.splitlines()) if line]
    blocks: list[Block] = []
    for index, line in enumerate(lines):
        if index and blocks and _continues(lines[index - 1], line):
            blocks[-1].text = joiner.append(blocks[-1].text, line)
        else:
            blocks.append(make_block(line))
    for block in blocks:
        if block.kind is Kind.PARAGRAPH and block.number is None and is_heading(block.text):
            block.kind = Kind.HEADING
    return blocks


def _continues(before: str, line: str) -> bool:
    """Whether a line goes on with the paragraph of the line before it."""
    if _BULLET.match(line) or _NUMBER.match(line):
        return False
    if line[0].islower():
        return True
    return _WRAPPED <= len(before) <= _WIDEST and (len(line) <= _WIDEST or not _CLOSED.search(before))


def make_block(line: str) -> Block:
    """A bullet point or a paragraph, its marker taken off."""
    bullet = _BULLET.match(line)
    if bullet is not None:
        return Block(Kind.BULLET, line[bullet.end() :])
    number = _NUMBER.match(line)
    if number is not None:
        return Block(Kind.PARAGRAPH, line[number.end() :], number[1])
    return Block(Kind.PARAGRAPH, line)


def is_heading(text: str) -> bool:
    """Whether a paragraph of its own reads as a heading: short, without a stop at its end."""
    if _CLOSED.search(text) and text[-1] not in "?:":
        return False
    return meaning_of(text) is not None or (len(text) <= _MAX_HEADING and text[-1] not in "?:")
