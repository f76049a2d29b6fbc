"""Headings of inspection reports -> section codes and grades."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from inspection_findings.documents.types import Grade
from inspection_findings.labels import AREA_OF_SECTION, SectionCode

GRADE_WORDS = r"outstanding|good|requires?\s+improvement(?:\s+to\s+be\s+good)?|inadequate"
_GRADE_PART = re.compile(
    rf"(?:{GRADE_WORDS}|requires(?: improvement to be)?|improvement(?: to be good)?|to be good"
    r"|grade \d \(\w+\))",
    re.I,
)
# Reports before 2013 had a scale of four numbered points of their own.
_GRADED = r" grade \d \(\w+\)"
_GRADE_TAIL = re.compile(
    r"[\s:–—-]*(?:\b(?:is|are|was|were)(?: that (?:it|they) (?:is|are))?\s*)?(?:that it )?[\s:–—-]*"
    rf"(?P<grade>\b(?:{GRADE_WORDS}))\s*\.?$",
    re.I,
)
# How grades end, and what may come after one.
_GRADE_ENDS = ("outstanding", "good", "improvement", "inadequate")
_AFTER_GRADE = " .;,"
_LONGEST_GRADE_END = 20
_REFERENCE_MARK = re.compile(r"(?<=[a-z)])\d{1,2}$")
_TRAILING = " :?."


def parse_grade(words: str) -> Grade:
    """The grade that a match of `GRADE_WORDS` stands for."""
    word = words.split()[0].lower()
    return Grade.REQUIRES_IMPROVEMENT if word.startswith("require") else Grade(word)


def is_grade(line: str) -> bool:
    """Whether a line is a grade, or part of one that wraps, and nothing else."""
    return bool(_GRADE_PART.fullmatch(line.strip(" .")))


def may_end_with_grade(text: str) -> bool:
    """Whether a text may end with a grade: a cheap look at what few texts pass, before a dear pattern."""
    end = text[-_LONGEST_GRADE_END:].lower().removesuffix(" and")
    return end.rstrip(_AFTER_GRADE).endswith(_GRADE_ENDS)


class Scope(Enum):
    """How far a heading's section code reaches."""

    SECTION = auto()
    """Until the next heading that sets or clears the code."""
    BOX = auto()
    """A box in the running text: until the next heading, bullet point or numbered paragraph."""
    INNER = auto()
    """Like SECTION, but says nothing where it stands inside a judged area."""
    BODY = auto()
    """The name of a body: like SECTION, but says nothing where it stands inside boilerplate."""
    BOILERPLATE = auto()
    """What stands under it is about inspection in general, not about this authority."""


@dataclass(frozen=True, slots=True)
class HeadingMeaning:
    """What a known heading says about the text under it."""

    code: SectionCode | None
    scope: Scope = Scope.SECTION


JUDGED = frozenset(AREA_OF_SECTION)
"""Codes of the areas that the inspectorate judges."""

_LEADERS = HeadingMeaning(SectionCode.LEADERS)
_HELP = HeadingMeaning(SectionCode.HELP_AND_PROTECTION)
_CARE = HeadingMeaning(SectionCode.CHILDREN_IN_CARE)
_LEAVERS = HeadingMeaning(SectionCode.CARE_LEAVERS)
_IMPROVE = HeadingMeaning(SectionCode.WHAT_NEEDS_TO_IMPROVE)
_STRENGTHS = HeadingMeaning(SectionCode.STRENGTHS)
_SUMMARY = HeadingMeaning(SectionCode.SUMMARY)
_INNER_SUMMARY = HeadingMeaning(SectionCode.SUMMARY, Scope.INNER)
_INNER = HeadingMeaning(None, Scope.INNER)
_BOX = HeadingMeaning(SectionCode.PRACTICE_STUDY, Scope.BOX)
_NONE = HeadingMeaning(None)
_BODY = HeadingMeaning(None, Scope.BODY)
_BOILERPLATE = HeadingMeaning(None, Scope.BOILERPLATE)

# Each Local Safeguarding Children Board has initials of its own: the LSCB of Northmere is the NSCB.
_BOARD = r"[a-z]{0,3}scb"
_CHILDREN = r"(?:children|young people|children and young people)"
# The first pattern that matches the whole heading (lower case, grade and end punctuation removed) wins.
_PATTERNS: tuple[tuple[str, HeadingMeaning], ...] = (
    (
        rf"(?:the )?experiences? and progress of {_CHILDREN}(?: and (?:their )?families)? (?:who|in) need"
        r"(?: of)?(?: help)?(?: and)?(?: protection)?|help and protection",
        _HELP,
    ),
    (rf"(?:\d[.:]? )?{_CHILDREN} (?:who|in) need(?: of)? help(?: and protection)?", _HELP),
    (
        rf"(?:the )?experiences? and progress of {_CHILDREN} (?:in care|looked after)"
        r"(?:,? and (?:care leavers|achieving permanence))?|children in care",
        _CARE,
    ),
    (rf"(?:\d[.:]? )?{_CHILDREN} looked after and achieving permanence|looked after children", _CARE),
    (r"(?:the graded judge?ment (?:for|about) )?adoption performance", _CARE),
    (
        r"(?:\d\.\d )?(?:the )?(?:graded judge?ment (?:for|about) (?:the )?)?experiences? and progress of"
        r" (?:young people who are )?care leavers|care leavers",
        _LEAVERS,
    ),
    (
        r"(?:the )?impact of leaders on (?:social work )?practice with children and (?:their )?families",
        _LEADERS,
    ),
    (r"(?:\d[.:]? )?leadership,? management and governance", _LEADERS),
    (
        r"what (?:do(?:es)? )?(?:the )?(?:local authority |local area |area partnership |partnership"
        rf" |council |{_BOARD} "
        r"|board )?(?:partnership )?needs? to (?:improve|do better)(?: in this area of .{1,60})?",
        _IMPROVE,
    ),
    (
        r"(?:key )?(?:area|area\(s\)|areas|priorities) (?:for|of|requiring) "
        r"(?:(?:further |urgent |priority )?(?:actions?|improvements?|development))",
        _IMPROVE,
    ),
    (r"priority (?:and immediate )?actions?|recommendations|(?:key )?weaknesses", _IMPROVE),
    (
        r"(?:[a-z’'-]+ ){0,4}strengths|(?:the )?local authority(?:’s|'s)? (?:has the following )?strengths"
        r"|what is the area partnership doing that is effective|what is working well",
        _STRENGTHS,
    ),
    (
        r"(?:case|practice) (?:study|example)(?: ?[:–-] ?.{1,60})?|[^:]{3,40}: (?:highly )?effective"
        r" practice",
        _BOX,
    ),
    (
        r"(?:executive|overall) summary|summary(?: of (?:key )?findings| for children and young people)"
        r"|(?:headline|key) findings|inspection outcome",
        _SUMMARY,
    ),
    (
        r"(?:(?:this )?local authority|children[’']?s services in .{3,60}?)"
        r" (?:are|requires? improvement|has serious weaknesses|is)\b.{0,60}because",
        _SUMMARY,
    ),
    (
        r"section (?:1|one):? the local authority\s*[–-]\s*summary of (?:key )?findings"
        rf"|(?:overall effectiveness(?: of services .{{3,80}})?|capacity to improve){_GRADED}",
        _SUMMARY,
    ),
    (rf"leadership and management{_GRADED}", _LEADERS),
    (rf"(?:quality of provision|outcomes for looked after children(?: and young people)?){_GRADED}", _CARE),
    (r"summary", _INNER_SUMMARY),
    (r"inspection findings", _INNER),
    (
        r"main findings|next steps|context|background|introduction|conclusion|service information"
        r"|scope of the inspection",
        _NONE,
    ),
    (
        rf"the local authority|(?:the )?{_BOARD}"
        rf"|(?:the )?local safeguarding children(?:’s|'s)? board ?\({_BOARD}\)",
        _BODY,
    ),
    (r"what is it like to be a child or young person with .{1,90}", _NONE),
    (
        r"(?:section (?:2|two):? )?(?:inspection findings\s*[–─-]\s*)?(?:the )?(?:effectiveness of the"
        rf" )?(?:{_BOARD}"
        rf"|local safeguarding children(?:’s|'s)? board(?: ?\({_BOARD}\)|"
        r" (?:is|requires)\b.{1,40}))(?:.{0,30}because)?"
        r"|(?:section (?:2|two):? |inspection findings\s*[–─-]\s*)(?:the )?(?:effectiveness of the )?local"
        r" safeguarding"
        r" children(?:’s|'s)? board",
        _NONE,
    ),
    (
        r"review of the effectiveness of the local safeguarding children(?:’s|'s)? board"
        rf"|inspection judgements? about the (?:{_BOARD}|local authority)"
        # Such a section holds both.
        r"|(?:the )?key strengths and weaknesses of .{2,80}",
        _NONE,
    ),
    (
        r"information about (?:this|the) local (?:authority )?area(?: partnership)?"
        r"|(?:child protection|children living|children looked after|other information about) ?(?:in)?"
        r" this area"
        r"|(?:previous|other) ofsted inspections|progress since the last inspection|local leadership"
        r"|section (?:1|one):? the local authority",
        _NONE,
    ),
    (
        r"information about (?:this|the) inspection(?: and the review)?"
        rf"|what the inspection judge?ments mean(?:: the (?:{_BOARD}|local authority))?"
        r"|(?:the )?inspection team|contents"
        r"|about (?:this|the) inspection|record of main findings"
        r"|(?:the )?inspection judgements and what they mean",
        _BOILERPLATE,
    ),
)
# How those known headings begin that are told by their words alone, however close other text stands.
_FIRST_WORDS = frozenset(
    [
        "the",
        "what",
        "key",
        "areas",
        "area",
        "case",
        "practice",
        "strengths",
        "main",
        "headline",
        "next",
        "executive",
        "summary",
        "recommendations",
        "inspection",
        "information",
        "experiences",
        "children",
        "leadership",
        "local",
        "review",
        "context",
        "background",
        "priority",
        "improvement",
        "section",
        "adoption",
        "1.",
        "2.",
        "2.1",
        "2.2",
        "3.",
        "impact",
        "findings",
        "overall",
        "annex",
        "previous",
        "other",
        "progress",
        "contents",
        "introduction",
        "service",
        "capacity",
        "outcomes",
        "quality",
        "record",
        "child",
        "priorities",
        "this",
    ]
)
# All of them as one, a group each.
_KNOWN = re.compile("|".join(f"({pattern})" for pattern, _ in _PATTERNS))


def split_grade(heading: str) -> tuple[str, Grade | None]:
    """A heading without the grade at its end, and that grade."""
    found = _GRADE_TAIL.search(heading) if may_end_with_grade(heading) else None
    if found is None or not found.start():
        return heading, None
    return heading[: found.start()], parse_grade(found["grade"])


def may_be_heading(line: str) -> bool:
    """Whether a line begins as those headings do that are told by their words alone."""
    word = line.partition(" ")[0].lower().rstrip(":?,")
    return word in _FIRST_WORDS or word.endswith("scb")


@lru_cache(maxsize=1024)
def meaning_of(heading: str) -> HeadingMeaning | None:
    """What a heading says about the text under it; ``None`` for one that is not known."""
    name = " ".join(heading.split()).lower().rstrip(_TRAILING)
    if name[-1:].isdigit():
        name = _REFERENCE_MARK.sub("", name)
    found = _KNOWN.fullmatch(name)
    if found is None:
        ungraded, grade = split_grade(name)
        found = None if grade is None else _KNOWN.fullmatch(ungraded.rstrip(_TRAILING))
    return None if found is None or found.lastindex is None else _PATTERNS[found.lastindex - 1][1]


def is_box(heading: str) -> bool:
    """Whether a heading is that of a box in the running text, such as a case study."""
    meaning = meaning_of(heading)
    return meaning is not None and meaning.scope is Scope.BOX
