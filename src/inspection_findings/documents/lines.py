"""Pages of a PDF -> lines of text, without what only the page needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from inspection_findings.documents.boilerplate import is_contact_line
from inspection_findings.documents.furniture import strip_furniture, take_footnotes
from inspection_findings.documents.vocabulary import BREAK_MARKS
from inspection_findings.documents.words import Joiner

# A raised reference mark makes PDFium start a new line, with a space, where the page has none.
_SPACE_FIRST = re.compile(r"\n \S")
_RAISED_MARK = re.compile(r"(?<=[a-z.,;:’”)])(\d{1,2})[ ]*\r?\n (?=\S)")


class Line(NamedTuple):
    """A line of text on a page."""

    text: str
    page: int
    gap: bool
    """Whether a blank line stands before it."""


def clean_lines(pages: list[str], joiner: Joiner) -> Iterator[Line]:
    """Lines of all pages in order: no furniture, no footnotes, no blank lines, broken words mended.

    Parameters
    ----------
    pages
        Text of each page as PDFium gives it.
    joiner
        Mends words that PDFium marks as broken inside a line.
    """
    joined = (
        _RAISED_MARK.sub(r"\1 ", page) if "\n " in page and _SPACE_FIRST.search(page) else page
        for page in pages
    )
    folded = [[_fold(line) for line in page.split("\n")] for page in joined]
    footnote = 0
    for number, (page, lines) in enumerate(zip(pages, strip_furniture(folded), strict=True), start=1):
        marks = [mark for mark in BREAK_MARKS if mark in page]
        kept, footnote = take_footnotes(lines, footnote)
        gap = False
        for line in kept:
            if not line or is_contact_line(line):
                gap = True
                continue
            broken = marks and any(mark in line for mark in marks)
            yield Line(joiner.mend(line) if broken else line, number, gap)
            gap = False


def _fold(line: str) -> str:
    line = line.strip()
    # No white space but the plain blank counts as printable.
    return line if line.isprintable() and "  " not in line else " ".join(line.split())
