"""Blocks -> sections -> passages -> sentences, with their places in the reading text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from inspection_findings.documents.blocks import Block, Extract, Kind
from inspection_findings.documents.sections import JUDGED, HeadingMeaning, Scope, meaning_of
from inspection_findings.documents.sentences import spans
from inspection_findings.documents.tables import is_judgement
from inspection_findings.documents.types import DocumentSection, Framework, Passage, Sentence
from inspection_findings.labels import SectionCode

_WORD = re.compile(r"[^\W\d_]{2}")


def build(extract: Extract, framework: Framework | None) -> tuple[str, tuple[DocumentSection, ...]]:
    """Reading text and sections of a document.

    Parameters
    ----------
    extract
        What the format's reader found.
    framework
        The framework, where known: what stands before the first heading of an ILACS report is its summary.
    """
    builder = _Builder(extract.front)
    if framework is Framework.ILACS and extract.front:
        builder.code = SectionCode.SUMMARY
    for block in extract.body:
        builder.add(block)
    return builder.finish()


class _Builder:
    def __init__(self, front: Sequence[str]) -> None:
        self._lines: list[str] = []
        self._length = 0
        self._sections: list[DocumentSection] = []
        self._heading: str | None = None
        self._passages: list[Passage] = []
        self._count = 0
        self.code: SectionCode | None = None
        self._code_after_box: SectionCode | None = None
        self._in_box = False
        self._boilerplate = False
        for line in front:
            self._write(line)

    def add(self, block: Block) -> None:
        """Take in the next block."""
        if block.kind is Kind.HEADING:
            self._take_heading(block.text)
            return
        if self._in_box and (block.kind is Kind.BULLET or block.number is not None):
            self._leave_box()
        start = self._write(block.text)
        row = block.kind is Kind.TABLE or is_judgement(block.text)
        if not row and not self._boilerplate and _WORD.search(block.text):
            passage = self._passage(block, start)
            if passage.sentences:
                self._passages.append(passage)

    def finish(self) -> tuple[str, tuple[DocumentSection, ...]]:
        """The reading text and all sections."""
        self._close_section()
        return "\n".join(self._lines), tuple(self._sections)

    def _write(self, line: str) -> int:
        start = self._length
        self._lines.append(line)
        self._length += len(line) + 1
        return start

    def _take_heading(self, heading: str) -> None:
        self._write(heading)
        meaning = meaning_of(heading)
        if self._boilerplate and (meaning is None or meaning.scope is Scope.BODY):
            return
        self._close_section()
        self._heading = heading
        if self._in_box:
            self.code, self._in_box = self._code_after_box, False
        if meaning is not None:
            self._apply(meaning)

    def _apply(self, meaning: HeadingMeaning) -> None:
        self._boilerplate = meaning.scope is Scope.BOILERPLATE
        if meaning.scope is Scope.INNER and self.code in JUDGED:
            return
        if meaning.scope is Scope.BOX:
            self._code_after_box, self._in_box = self.code, True
        self.code = meaning.code

    def _leave_box(self) -> None:
        self._close_section()
        self._heading, self.code, self._in_box = None, self._code_after_box, False

    def _close_section(self) -> None:
        if self._passages or (self._heading is not None and not self._boilerplate):
            self._sections.append(DocumentSection(self._heading, self.code, tuple(self._passages)))
        self._passages = []

    def _passage(self, block: Block, start: int) -> Passage:
        key = f"p{self._count}"
        self._count += 1
        bullet = block.kind is Kind.BULLET
        turns = [offset for offset, _ in block.turns]
        sentences = []
        for position, (first, last) in enumerate(spans(block.text)):
            turned = bisect_right(turns, first)
            sentences.append(
                Sentence(
                    text=block.text[first:last],
                    section=self.code,
                    bullet=bullet,
                    passage=key,
                    position=position,
                    page=block.turns[turned - 1][1] if turned else block.page,
                    start=start + first,
                    end=start + last,
                )
            )
        return Passage(key, tuple(sentences), bullet, block.number)
