"""Take off a PDF page what is not text: running headers and footers, page numbers, contents, footnotes."""

from __future__ import annotations

import re
from collections import Counter

_DIGITS = re.compile(r"\d+")
_EDGE = 3
_PAGE_NUMBER = re.compile(r"(?:page\s*)?\d{1,3}(?:\s*of\s*\d{1,3})?$", re.I)
_CONTENTS_ENTRY = re.compile(r"[\s.]\d{1,3}$")
_FOOTNOTE = re.compile(r"(\d{1,2})(?:\s+[A-Z‘“'(].*|\s*$|\s+(?:www|http).*)")
_FOOTNOTE_LINES = 16
_FOOTNOTE_GAP = 4


def strip_furniture(pages: list[list[str]]) -> list[list[str]]:
    """Pages without running headers and footers, page numbers and contents lists.

    A line at a page's edge is furniture if it recurs, but for its digits, at the edges of other pages.

    Parameters
    ----------
    pages
        Lines of each page, white space folded; empty strings for blank lines.
    """
    edges = [_edges(lines) for lines in pages]
    keys = [[_key(line) for _, line in edge] for edge in edges]
    seen = Counter(key for page in keys for key in set(page))
    enough = 2 if len(pages) < 5 else max(3, len(pages) // 4)
    stripped: list[list[str]] = []
    for lines, edge, names in zip(pages, edges, keys, strict=True):
        # The first page's own title may be what the later pages repeat.
        top = 0 if stripped else min(_EDGE, len(edge) // 2)
        ends = {0, 1, len(edge) - 1}
        near = {len(edge) - 2} | ({_EDGE - 1} if len(edge) == 2 * _EDGE else set())
        number = str(len(stripped) + 1)
        drop = {
            i
            for place, (i, line) in enumerate(edge)
            if (
                place in ends or (place in near and line == number and not _heads_footnote(lines, i))
                if _PAGE_NUMBER.match(line)
                else place >= top and seen[names[place]] >= enough
            )
        }
        kept = [line for i, line in enumerate(lines) if i not in drop]
        stripped.append(_without_contents(kept))
    return stripped


def _key(line: str) -> str:
    return _DIGITS.sub("#", line).lower()


def _edges(lines: list[str]) -> list[tuple[int, str]]:
    """The first and last few lines that are not blank, with their indices."""
    filled = [i for i, line in enumerate(lines) if line]
    if len(filled) > 2 * _EDGE:
        filled = filled[:_EDGE] + filled[-_EDGE:]
    return [(i, lines[i]) for i in filled]


def _heads_footnote(lines: list[str], index: int) -> bool:
    """Whether a number alone on a line has space before it and a sentence after it."""
    return index > 0 and not lines[index - 1] and any(line.endswith(".") for line in lines[index + 1 :])


def _without_contents(lines: list[str]) -> list[str]:
    numbered = [line for line in lines if line[-1:].isdigit()]
    if len(numbered) < 3:
        return lines
    filled = [line for line in lines if line]
    entries = sum(1 for line in numbered if _CONTENTS_ENTRY.search(line))
    starts = bool(filled) and filled[0].lower() == "contents"
    if entries >= (3 if starts else 6) and entries * 2 >= len(filled):
        return []
    return lines


def take_footnotes(lines: list[str], last: int) -> tuple[list[str], int]:
    """A page without its footnotes and without the marks that refer to them.

    Parameters
    ----------
    lines
        The page's lines, furniture taken off.
    last
        Number of the last footnote on earlier pages.

    Returns
    -------
    tuple
        The page's lines, and the number of its last footnote (`last` where it has none).
    """
    floor = max(0, len(lines) - _FOOTNOTE_LINES)
    for index in range(floor, len(lines)):
        line = lines[index]
        found = _FOOTNOTE.match(line) if line[:1].isdigit() else None
        first = int(found[1]) if found is not None else 0
        if first != 1 and not last < first <= last + _FOOTNOTE_GAP:
            continue
        body = lines[:index]
        marks = [_find_mark(body, first)]
        if marks[0] is None and (not index or lines[index - 1]):
            continue
        numbers = _numbers_from(lines[index:], first)
        for number in range(first, numbers + 1):
            mark = _find_mark(body, number)
            if mark is not None:
                _take_out(body, *mark)
        return body, numbers
    return lines, last


def _take_out(lines: list[str], row: int, start: int, end: int) -> None:
    """Remove a mark; a line that it started belongs to the line before."""
    line = (lines[row][:start] + lines[row][end:]).strip()
    if start or not row:
        lines[row] = line
    else:
        lines[row - 1 : row + 1] = [f"{lines[row - 1]} {line}".strip()]


def _numbers_from(lines: list[str], first: int) -> int:
    number = first
    for line in lines[1:]:
        found = _FOOTNOTE.match(line)
        if found is not None and int(found[1]) == number + 1:
            number += 1
    return number


def _find_mark(lines: list[str], number: int) -> tuple[int, int, int] | None:
    """Row and range of a footnote's reference mark: digits glued to a word, or alone where a line starts."""
    glued = re.compile(rf"(?<=[a-z.,;:’”)]){number}(?=[\s.,;:)]|$)|(?<=[A-Z]{{2}}){number}(?=[\s.,;:)]|$)")
    leading = re.compile(rf"{number}(?:\s+(?=[A-Za-z‘“])|$)")
    for row, line in enumerate(lines):
        found = glued.search(line)
        if found is not None:
            return row, found.start(), found.end()
    for row, line in enumerate(lines):
        found = leading.match(line)
        if found is not None and row:
            return row, 0, found.end()
    return None
