"""Lines of PDF pages -> blocks: headings, paragraphs and bullet points put together again.

PDFium gives lines without their geometry. What ends a paragraph is read off the words: a line that stops
although the next word would have fitted has ended something.
"""

from __future__ import annotations

import re

from inspection_findings.documents.blocks import Block, Extract, Kind
from inspection_findings.documents.boilerplate import front_ends_at, sign_off_at
from inspection_findings.documents.endings import is_closed, is_stopped, is_unfinished
from inspection_findings.documents.lines import Line, clean_lines
from inspection_findings.documents.sections import is_box, is_grade, may_be_heading, meaning_of
from inspection_findings.documents.tables import (
    is_cell,
    is_table_header,
    without_listed_judgements,
    without_scraps,
)
from inspection_findings.documents.words import Joiner

_PRIVATE_USE = "\ue000-\uf8ff"
_BULLET = re.compile(rf"[{_PRIVATE_USE}\x83•◼◾■□▪▫●○◦❑❖➢►▶‣⁃∙·](?:\s+|$)|[{_PRIVATE_USE}•◼■▪●](?=\w)")
# Dashes start a bullet only where nothing is left open before them.
_DASH_BULLET = re.compile(r"[-–—−─―]\s+(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})\.(?:\s+(?=[^\d\s])|(?=[A-Z‘“])|\s*$)")
_STRAY = re.compile(rf"[{_PRIVATE_USE}\u200b\ufeff]")
_QUOTES = "‘“'\""
# A reference mark that stood between a word and its full stop leaves the stop on a line of its own.
_NO_SPACE_BEFORE = ".,;:)"
# A reference mark whose footnote stands on another page.
_LAST_MARK = re.compile(r"(?<=[a-z][.?!])\s?\d{1,2}$")
_MAX_HEADING = 150
_HEADING_LINES = 4
# A line of so many words that is a known heading from end to end is no part of a sentence.
_TELLING_SPACES = 2
_WINDOW = 4
_NUMBER_GAP = 20


def _without_strays(text: str) -> str:
    # Nothing that is taken out is ASCII, and most lines are.
    return text if text.isascii() else _STRAY.sub("", text).strip()


def lay_out(pages: list[str]) -> Extract:
    """Blocks of a PDF's pages.

    Parameters
    ----------
    pages
        Text of each page as PDFium gives it.
    """
    joiner = Joiner(pages)
    lines = list(clean_lines(pages, joiner))
    texts = [line.text for line in lines]
    end = sign_off_at(texts)
    start = min(front_ends_at(texts), end)
    body = _Assembler(lines[start:end], joiner).blocks()
    return Extract(front=texts[:start], body=body, pages=len(pages), back=texts[end:])


class _Assembler:
    """Puts lines together to blocks, one pass from first to last."""

    def __init__(self, lines: list[Line], joiner: Joiner) -> None:
        self._lines = lines
        self._joiner = joiner
        self._blocks: list[Block] = []
        self._open: Block | None = None
        self._number = 0
        self._in_table = False
        self._lengths = [len(line.text) for line in lines]
        widths = sorted(self._lengths)
        self._width = widths[len(widths) * 9 // 10] if widths else 0

    def blocks(self) -> list[Block]:
        """All blocks, in order."""
        index = 0
        while index < len(self._lines):
            index += self._step(index)
        self._close()
        return without_scraps(without_listed_judgements([block for block in self._blocks if block.text]))

    def _step(self, index: int) -> int:
        """Take in the line at `index`; returns how many lines that used up."""
        line = self._lines[index]
        text = line.text
        letter = text[0].isalpha()
        marker = None if letter else self._marker(text)
        if marker is not None:
            self._start(Kind.BULLET, text[marker.end() :], line.page)
            return 1
        if is_table_header(text) or (self._in_table and is_cell(text)):
            self._in_table = True
            self._start(Kind.TABLE, text, line.page)
            self._close()
            return 1
        if text[0].islower() and self._open is not None:
            # It can only go on with what is open: as most lines do.
            self._append(line)
            return 1
        used = self._known_heading(index)
        if used:
            self._in_table = False
            heading = " ".join(each.text for each in self._lines[index : index + used])
            self._start(Kind.HEADING, heading, line.page)
            self._close()
            return used
        number = None if letter else _NUMBER.match(text)
        if number is not None and self._is_next(int(number[1])):
            self._number = int(number[1])
            self._start(Kind.PARAGRAPH, text[number.end() :], line.page, number[1])
            return 1
        if self._starts_heading(index):
            self._start(Kind.HEADING, text, line.page)
            self._close()
        elif self._open is None or self._breaks_before(index):
            self._start(Kind.PARAGRAPH, text, line.page)
        else:
            self._append(line)
        return 1

    def _marker(self, text: str) -> re.Match[str] | None:
        """The mark of a bullet point that a line starts with."""
        return _BULLET.match(text) or (_DASH_BULLET.match(text) if self._is_closed() else None)

    def _start(self, kind: Kind, text: str, page: int, number: str | None = None) -> None:
        self._close()
        self._open = Block(kind, _without_strays(text), number, page)

    def _append(self, line: Line) -> None:
        block = self._open
        assert block is not None  # noqa: S101 - callers look first
        text = _without_strays(line.text)
        if not text:
            return
        if not block.text:
            joined = text
        elif text[0] in _NO_SPACE_BEFORE:
            joined = block.text + text
        else:
            joined = self._joiner.append(block.text, text)
        if block.page != line.page and (not block.turns or block.turns[-1][1] != line.page):
            block.turns.append((len(joined) - len(text), line.page))
        block.text = joined

    def _close(self) -> None:
        block = self._open
        if block is None:
            return
        if block.text[-1:].isdigit():
            block.text = _LAST_MARK.sub("", block.text)
        if block.kind is Kind.PARAGRAPH and block.number is None and self._reads_as_heading(block.text):
            block.kind = Kind.HEADING
        self._blocks.append(block)
        self._open = None

    @staticmethod
    def _reads_as_heading(text: str) -> bool:
        return len(text) <= _MAX_HEADING and not is_closed(text) and not is_unfinished(text)

    def _is_closed(self) -> bool:
        return self._open is None or is_closed(self._open.text) or self._open.kind is Kind.BULLET

    def _is_next(self, number: int) -> bool:
        step = number - self._number
        return number == 1 or 0 < step <= 3 or (0 < step <= _NUMBER_GAP and self._is_closed())

    def _known_heading(self, index: int) -> int:
        """Number of lines of the known heading that starts here, 0 where none does."""
        text = self._lines[index].text
        if (
            text[0].islower()
            or not may_be_heading(text)
            or (is_stopped(text.rstrip("?")) and not is_box(text))
            or not self._may_head(index)
        ):
            return 0
        lines = [line.text for line in self._lines[index : index + _HEADING_LINES + 2]]
        smallest = 0
        for count in range(1, min(len(lines), _HEADING_LINES) + 1):
            joined = " ".join(lines[:count])
            if len(joined) > _MAX_HEADING:
                break
            if meaning_of(joined) is None:
                continue
            if count == len(lines) or self._starts_anew(lines[count]):
                while count < len(lines) and is_grade(lines[count]):
                    count += 1
                return count
            smallest = smallest or count
        return smallest

    def _may_head(self, index: int) -> bool:
        """Whether a heading may stand here: after finished text, on a new page, or if it says enough."""
        return (
            self._open is None
            or is_closed(self._open.text)
            or self._lines[index - 1].page != self._lines[index].page
            or self._lines[index].text.count(" ") >= _TELLING_SPACES
            or self._ends_before(index)
        )

    def _starts_heading(self, index: int) -> bool:
        """Whether this line is a heading of its own: short, open, between finished and starting text."""
        line = self._lines[index]
        if not line.text[0].isupper() or not self._reads_as_heading(line.text) or not self._is_closed():
            return False
        if self._open is not None and is_unfinished(self._open.text):
            return False
        if index + 1 == len(self._lines):
            return True
        following = self._lines[index + 1].text
        return (
            not line.text.endswith(",") and self._starts_anew(following) and self._has_room(index, following)
        )

    @staticmethod
    def _starts_anew(text: str) -> bool:
        first = text[0]
        return first.isupper() or (
            not first.isalpha() and bool(_BULLET.match(text) or _NUMBER.match(text) or first in _QUOTES)
        )

    def _ends_before(self, index: int) -> bool:
        return index > 0 and self._has_room(index - 1, self._lines[index].text)

    def _breaks_before(self, index: int) -> bool:
        """Whether the line at `index` starts a paragraph of its own."""
        block, line = self._open, self._lines[index]
        assert block is not None  # noqa: S101 - callers look first
        if not block.text or not self._starts_anew(line.text) or is_unfinished(block.text):
            return False
        if block.text[-1] == ":" and line.text[0] in _QUOTES:
            return False
        if line.gap and is_stopped(block.text):
            return True
        return self._has_room(index - 1, line.text)

    def _has_room(self, index: int, following: str) -> bool:
        """Whether the first word of `following` would have fitted on the line at `index`."""
        near = self._lengths[max(0, index - _WINDOW) : index + _WINDOW + 1]
        width = min(self._width, max(near))
        word = following.partition(" ")[0]
        return self._lengths[index] + 1 + len(word) < width * 0.9
