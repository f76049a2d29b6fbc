"""What is in a report but says nothing of the authority: front matter and the sign-off at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from inspection_findings.documents.sections import GRADE_WORDS

_SIGN_OFF = re.compile(
    r"yours (?:sincerely|faithfully)\b"
    r"|the office for standards in education,? children"
    r"|local area partnership details$"
    r"|the care quality commission \(cqc\) is the independent"
    r"|if you would like a copy of this (?:document|report)"
    r"|you may (?:re-?use|copy) (?:this|all or parts? of this)"
    r"|any complaints about the inspection"
    r"|this (?:report|letter|document) is available (?:at|from|on)"
    r"|interested in our work\?"
    r"|piccadilly gate\b"
    r"|(?:t|textphone|tel|telephone): ?0\d"
    r"|(?:©|\(c\)) ?crown copyright"
    r"|no\. ?\d{6}$"
    r"|comments are closed\.?$|more from [\w ]{3,40}$",
    re.I,
)
_OFFER = re.compile(r"[\w ]{0,40}\b(?:membership|newsletter)$", re.I)
_OFFERED = ("membership", "newsletter")
_CONTACT = re.compile(r"(?:e|w|email|website): ?\S*(?:@|www\.)\S*$|https?://\S+$|www\.\S+$", re.I)
_CONTACT_STARTS = frozenset("ewhEWH")

# What stands around a story on a news site.
_PAGE_FURNITURE = re.compile(
    r"(?:photo(?:graph)?|picture|image|credit)s?(?: credit| by)?: ?.{2,60}(?<![.?!])$|advertisement$"
    r"|(?:read more|related (?:articles?|stories)|sign up|subscribe|share this)\b[^.]{0,60}$",
    re.I,
)
_OVERALL_ROW = re.compile(
    rf"overall effectiveness\s*(?:{GRADE_WORDS}|requires|requires improvement to(?: be)?)?$", re.I
)
_GRADE_ONLY = re.compile(rf"(?:{GRADE_WORDS}|to be good|improvement(?: to be good)?)$", re.I)
_SALUTATION = re.compile(r"dear\b.{3,80}$", re.I)
_FIRST_HEADING = re.compile(
    r"(?:executive summary|contents|summary of (?:key )?findings|inspection outcome|headline"
    r" findings|introduction"
    r"|(?:section 1:? )?the local authority(?:\s*[–-] summary of findings)?|about (?:this|the) inspection)$",
    re.I,
)
_REPORT_TITLE = re.compile(r"(?:area SEND )?inspection of ", re.I)
_FRONT_FIELD = re.compile(
    r"(?:inspection dates?|dates? of previous inspections?|lead inspectors?|report published|date published"
    r"|publication date|published|judgement grade|unique reference number|urn)\b\s*(?:[:–-]|$|grade)",
    re.I,
)

_SUBJECT = re.compile(r"joint targeted area inspection|(?:focused|monitoring) visit", re.I)
_LETTER_OPENS = re.compile(r"(?:between|this|from|following|the|in|on|i|ofsted|[A-Z]\w+ \d)\b", re.I)

_FRONT_LINES = 70
_SUBJECT_LINES = 6


def is_contact_line(text: str) -> bool:
    """Whether a line is nothing but an address on the net."""
    return text[:1] in _CONTACT_STARTS and bool(_CONTACT.match(text))


def is_page_furniture(text: str) -> bool:
    """Whether a line of a web page is a caption's credit, an advertisement or a link to other stories."""
    return bool(_PAGE_FURNITURE.match(text))


def is_front_field(text: str) -> bool:
    """Whether a line states a fact about the inspection, as ``Inspection dates: ...`` does."""
    return bool(_FRONT_FIELD.match(text))


def sign_off_at(lines: Sequence[str]) -> int:
    """Index of the first line of the closing matter, or the number of lines where there is none.

    A match counts only where nothing but closing matter follows: in the last third of a document, or
    anywhere with fewer than 90 lines to go.
    """
    from_here = max(0, min(len(lines) * 2 // 3, len(lines) - 90))
    for index in range(from_here, len(lines)):
        line = lines[index]
        if _SIGN_OFF.match(line) or (line.lower().endswith(_OFFERED) and _OFFER.match(line)):
            return index
    return len(lines)


def _subject_lines(lines: Sequence[str]) -> int:
    """Number of lines of a letter's subject, which stands between the salutation and the text."""
    if not lines or not _SUBJECT.match(lines[0]):
        return 0
    following = (i for i, line in enumerate(lines[1:_SUBJECT_LINES], start=1) if _LETTER_OPENS.match(line))
    return next(following, 0)


def front_ends_at(lines: Sequence[str]) -> int:
    """Number of lines that stand before the body of a report; 0 where the text just begins."""
    head = lines[:_FRONT_LINES]
    for index, line in enumerate(head):
        if line[:7].lower() == "overall" and _OVERALL_ROW.match(line):
            end = index + 1
            while end < len(head) and _GRADE_ONLY.match(head[end]):
                end += 1
            return end
    for index, line in enumerate(head):
        if _SALUTATION.match(line):
            return index + 1 + _subject_lines(head[index + 1 :])
    announced = False
    for index, line in enumerate(head):
        if announced and _FIRST_HEADING.match(line):
            return index
        announced = announced or bool(_FRONT_FIELD.match(line) or _REPORT_TITLE.match(line))
    last_field = 0
    for index, line in enumerate(head[:12]):
        if _FRONT_FIELD.match(line):
            last_field = index + 1
    return last_field
