"""Judgements printed in a report: the table on its first page, else headings that carry a grade."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from inspection_findings.documents.sections import meaning_of, parse_grade, split_grade
from inspection_findings.documents.types import Framework, Grade
from inspection_findings.labels import AREA_OF_SECTION, Area

# In the order in which they are tried; where two start at one place the first wins.
_AREAS: tuple[tuple[Area | None, str], ...] = (
    (Area.LEADERS, r"the impact of leaders|leadership,? management and governance"),
    (
        Area.HELP_AND_PROTECTION,
        r"the experiences and progress of children (?:who|in) need|children (?:who|in) need(?: of)? help",
    ),
    (
        Area.CHILDREN_IN_CARE,
        r"the experiences and progress of children (?:in care|looked after)"
        r"|children looked after and achieving permanence",
    ),
    (Area.CARE_LEAVERS, r"(?:the )?experiences? and progress of care\s+leavers"),
    (
        None,
        r"adoption performance|the effectiveness of the local safeguarding|local safeguarding children board",
    ),
    (
        Area.OVERALL,
        r"overall effectiveness|(?:the )?overall judgement|children[’']s services(?: in [^.:]{3,60}?)?"
        r"(?=\s(?:are|is|requires?)\b)",
    ),
)
_TOKEN = re.compile(
    "|".join(
        [rf"(?P<a{i}>\b(?:{pattern}))" for i, (_, pattern) in enumerate(_AREAS)]
        + [r"(?P<grade>\b(?:outstanding|good|requires?(?=\s+improvement)|inadequate)\b)"]
    ),
    re.I,
)


def grades_in_front(lines: Sequence[str]) -> dict[Area, Grade]:
    """Grades of the judgement table in a report's front matter.

    Parameters
    ----------
    lines
        The front matter, a row or part of a row a line. Rows may wrap: what counts is that an area's
        grade comes after its name.
    """
    found: dict[Area, Grade] = {}
    area: Area | None = None
    for match in _TOKEN.finditer(" ".join(lines)):
        word = match["grade"]
        if word is None:
            index = next(i for i in range(len(_AREAS)) if match[f"a{i}"] is not None)
            area = _AREAS[index][0]
        elif area is not None:
            found.setdefault(area, parse_grade(word))
            area = None
    return found


def read_grades(
    front: Sequence[str], headings: Iterable[str], framework: Framework | None
) -> dict[Area, Grade]:
    """Grades that a report prints of itself, never those of an earlier inspection.

    Parameters
    ----------
    front
        Lines before the body, where the table stands.
    headings
        Headings of the body; one such as ``The experiences and progress of care leavers: good`` fills a gap.
    framework
        Only ILACS and SIF give grades.
    """
    if framework not in {Framework.ILACS, Framework.SIF}:
        return {}
    found = grades_in_front(front)
    for heading in headings:
        name, grade = split_grade(heading)
        # Adoption is judged within children looked after; its grade is not theirs.
        meaning = None if grade is None or "adoption" in name.lower() else meaning_of(name)
        if grade is not None and meaning is not None and meaning.code in AREA_OF_SECTION:
            found.setdefault(AREA_OF_SECTION[meaning.code], grade)
    return {area: found[area] for area in Area if area in found}
