"""Tables, which PDF text gives cell by cell: tell their cells from headings and sentences."""

from __future__ import annotations

import re

from inspection_findings.documents.blocks import Block, Kind
from inspection_findings.documents.sections import GRADE_WORDS, JUDGED, may_end_with_grade, meaning_of

_HEADER = re.compile(r"(?:(?:key )?judgements?\s+(?:judgement )?grade|responsible bod(?:y|ies)\b.*)$", re.I)
_HEADER_STARTS = frozenset("jkrJKR")
# A cell that names who must act: nothing but names and the small words between them.
_NAMES = re.compile(r"(?:(?:[A-Z(‘][\w’'&().-]*|and|of|the|for|upon|in|on|with|&),?(?: |$))+")
_SCRAPS = 3
_JUDGEMENT = re.compile(rf"(?P<area>.+?)(?:\s*[:–—─]|\s-)\s*(?:{GRADE_WORDS})(?:[.;,]|;? and)?", re.I)
# Judged, but no sections that have a code of their own.
_OTHER_AREA = re.compile(
    r"(?:the )?overall (?:effectiveness|judgement)"
    r"|(?:the )?(?:effectiveness of the )?(?:[a-z]{0,3}scb|local safeguarding children(?:’s|'s)? board)"
    r"(?: ?\([a-z]{0,3}scb\))?",
    re.I,
)
_JUDGEMENTS_FOLLOW = re.compile(r"\b(?:judge|grade|rated)[^.]*$", re.I)


def is_table_header(text: str) -> bool:
    """Whether a line heads a table: one of grades, or one of bodies and what they are responsible for."""
    return text[:1] in _HEADER_STARTS and bool(_HEADER.match(text))


def is_cell(text: str) -> bool:
    """Whether a line inside a table is a cell, or part of one, that only names bodies."""
    return bool(_NAMES.fullmatch(text)) and text[-1] != "."


def is_judgement(text: str) -> bool:
    """Whether a text is a judged area and its grade and nothing else, as in a list of earlier judgements."""
    found = _JUDGEMENT.fullmatch(text) if may_end_with_grade(text) else None
    if found is None:
        return False
    meaning = meaning_of(found["area"])
    return (meaning is not None and meaning.code in JUDGED) or bool(_OTHER_AREA.fullmatch(found["area"]))


def _announces_judgements(text: str) -> bool:
    return text.endswith(":") and bool(_JUDGEMENTS_FOLLOW.search(text))


def without_listed_judgements(blocks: list[Block]) -> list[Block]:
    """Blocks where judgements that a sentence announces count as table rows, though they look like headings.

    What stands under a heading such as ``Care leavers: good`` follows it; nothing belongs to a row.
    """
    listed = False
    for block in blocks:
        if not is_judgement(block.text):
            listed = block.kind is not Kind.HEADING and _announces_judgements(block.text)
        elif listed or block.kind is not Kind.HEADING:
            block.kind = Kind.TABLE
    return blocks


def without_scraps(blocks: list[Block]) -> list[Block]:
    """Blocks where a run of headings that mean nothing, each following on the other, counts as table rows.

    Two headings may follow on one another; more than that with no text between them are cells of a table
    or labels of a figure. A heading that a table repeats as its own first row is left out.
    """
    kept: list[Block] = []
    run: list[Block] = []
    for block in blocks:
        if block.kind is Kind.HEADING:
            if kept and kept[-1].kind is Kind.HEADING and kept[-1].text == block.text:
                continue
            run = [] if meaning_of(block.text) is not None else [*run, block]
        else:
            run = []
        kept.append(block)
        if len(run) >= _SCRAPS:
            for each in run:
                each.kind = Kind.TABLE
    return kept
