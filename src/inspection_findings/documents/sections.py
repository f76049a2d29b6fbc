"""Headings of inspection reports -> section codes and grades."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from inspection_findings.documents.types import Grade
from inspection_findings.labels import SectionCode

GRADE_WORDS = r"outstanding|good|requires\s+improvement(?:\s+to\s+be\s+good)?|inadequate"
_GRADE = re.compile(rf"(?:{GRADE_WORDS})", re.I)
_GRADE_TAIL = re.compile(rf"[\s:–—-]*(?:\b(?:is|are|was|were)\s+)?(?P<grade>{GRADE_WORDS})\s*\.?$", re.I)
_TRAILING = re.compile(r"[\s:?.]+$")


def parse_grade(words: str) -> Grade:
    """The grade that a match of `GRADE_WORDS` stands for."""
    word = words.split()[0].lower()
    return Grade.REQUIRES_IMPROVEMENT if word == "requires" else Grade(word)


class Scope(Enum):
    """How far a heading's section code reaches."""

    SECTION = auto()
    """Until the next heading that sets or clears the code."""
    BOX = auto()
    """A box in the running text: until the next heading, bullet point or numbered paragraph."""
    BOILERPLATE = auto()
    """What stands under it is about inspection in general, not about this authority."""


@dataclass(frozen=True, slots=True)
class HeadingMeaning:
    """What a known heading says about the text under it."""

    code: SectionCode | None
    scope: Scope = Scope.SECTION


_LEADERS = HeadingMeaning(SectionCode.LEADERS)
_HELP = HeadingMeaning(SectionCode.HELP_AND_PROTECTION)
_CARE = HeadingMeaning(SectionCode.CHILDREN_IN_CARE)
_LEAVERS = HeadingMeaning(SectionCode.CARE_LEAVERS)
_IMPROVE = HeadingMeaning(SectionCode.WHAT_NEEDS_TO_IMPROVE)
_STRENGTHS = HeadingMeaning(SectionCode.STRENGTHS)
_SUMMARY = HeadingMeaning(SectionCode.SUMMARY)
_BOX = HeadingMeaning(SectionCode.PRACTICE_STUDY, Scope.BOX)
_NONE = HeadingMeaning(None)
_BOILERPLATE = HeadingMeaning(None, Scope.BOILERPLATE)

_CHILDREN = r"(?:children|young people|children and young people)"
# The first pattern that matches the whole heading (lower case, grade and end punctuation removed) wins.
_PATTERNS: tuple[tuple[str, HeadingMeaning], ...] = (
    (
        rf"(?:the )?experiences and progress of {_CHILDREN}(?: and (?:their )?families)? (?:who|in) need"
        r"(?: of)?(?: help)?(?: and)?(?: protection)?",
        _HELP,
    ),
    (rf"(?:\d[.:]? )?{_CHILDREN} (?:who|in) need(?: of)? help(?: and protection)?", _HELP),
    (
        rf"(?:the )?experiences and progress of {_CHILDREN} (?:in care|looked after)"
        r"(?:,? and (?:care leavers|achieving permanence))?",
        _CARE,
    ),
    (rf"(?:\d[.:]? )?{_CHILDREN} looked after and achieving permanence", _CARE),
    (r"(?:the graded judgement for )?adoption performance(?: is that it)?", _CARE),
    (
        r"(?:\d\.\d )?(?:the )?(?:graded judgement (?:for|about) (?:the )?)?experiences? and progress of"
        r" (?:young people who are )?care leavers(?: is that it)?",
        _LEAVERS,
    ),
    (
        r"(?:the )?impact of leaders on (?:social work )?practice with children and (?:their )?families(?: practice)?",
        _LEADERS,
    ),
    (r"(?:\d[.:]? )?leadership,? management and governance", _LEADERS),
    (
        r"(?:what (?:do(?:es)? )?(?:the )?(?:local authority|local area|area partnership|partnership|council|lscb"
        r"|board)?(?: partnership)? ?needs? to (?:improve|do better)(?: in this area of .+)?)",
        _IMPROVE,
    ),
    (
        r"(?:key )?(?:area|area\(s\)|areas) (?:for|of|requiring) (?:priority action|improvement|development)",
        _IMPROVE,
    ),
    (
        r"(?:priority and immediate action|areas? for (?:priority|urgent) action|recommendations|improvement"
        r"|areas? for further improvement|weaknesses|key weaknesses)",
        _IMPROVE,
    ),
    (
        r"(?:key )?strengths|(?:the )?local authority(?:’s|'s)? (?:has the following )?strengths"
        r"|what is the area partnership doing that is effective|what is working well",
        _STRENGTHS,
    ),
    (r"(?:case|practice) (?:study|example)\b.*", _BOX),
    (
        r"(?:executive|overall) summary|summary(?: of (?:key )?findings| for children and young people)?"
        r"|(?:headline|key) findings|inspection outcome",
        _SUMMARY,
    ),
    (r"(?:this )?local authority .{0,20}(?:requires improvement|has serious weaknesses|is good).*", _SUMMARY),
    (r"main findings|next steps|context|background|introduction|conclusion|scope of the inspection", _NONE),
    (r"what is it like to be a child or young person with .+", _NONE),
    (r"section (?:2|two)\b.*", _NONE),
    (
        r"(?:inspection findings\s*[–-]\s*)?(?:the )?(?:effectiveness of the )?local safeguarding children(?:’s|'s)?"
        r" board.*",
        _NONE,
    ),
    (
        r"review of the effectiveness of the local safeguarding.*|(?:the )?lscb\b.*|inspection judgement about the lscb"
        r"|key strengths and weaknesses of the lscb",
        _NONE,
    ),
    (
        r"information about (?:this|the) local (?:authority )?area.*|children living in this area|the local authority"
        r"|inspection judgements about the local authority|previous ofsted inspections|other ofsted inspections"
        r"|progress since the last inspection|local leadership|section (?:1|one)\b.*",
        _NONE,
    ),
    (
        r"information about this inspection|what the inspection judge?ments mean.*|inspection team"
        r"|the inspection team|contents|local area partnership details|annex(?: [a-z])?\b.*",
        _BOILERPLATE,
    ),
)
_MEANINGS = [(re.compile(pattern), meaning) for pattern, meaning in _PATTERNS]


def split_grade(heading: str) -> tuple[str, Grade | None]:
    """A heading without the grade at its end, and that grade."""
    found = _GRADE_TAIL.search(heading)
    if found is None or not found.start():
        return heading, None
    return heading[: found.start()], parse_grade(found["grade"])


def meaning_of(heading: str) -> HeadingMeaning | None:
    """What a heading says about the text under it; ``None`` for one that is not known."""
    name = _TRAILING.sub("", " ".join(heading.split()).lower())
    for candidate in (name, _TRAILING.sub("", split_grade(name)[0])):
        for pattern, meaning in _MEANINGS:
            if pattern.fullmatch(candidate):
                return meaning
    return None
