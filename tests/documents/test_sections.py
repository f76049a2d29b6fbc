from __future__ import annotations

import pytest

from inspection_findings.documents.sections import Scope, may_be_heading, meaning_of, split_grade
from inspection_findings.documents.types import Grade
from inspection_findings.labels import SectionCode

RI = "requires improvement to be good"


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        (
            "The impact of leaders on social work practice with children and families: good",
            SectionCode.LEADERS,
        ),
        (
            "The impact of leaders on social work practice with children and families is: Good",
            SectionCode.LEADERS,
        ),
        ("Leadership, management and governance Requires improvement", SectionCode.LEADERS),
        (
            "The experiences and progress of children who need help and protection",
            SectionCode.HELP_AND_PROTECTION,
        ),
        ("1. Children who need help and protection Inadequate", SectionCode.HELP_AND_PROTECTION),
        (
            "The experiences and progress of children in care and care leavers are: good",
            SectionCode.CHILDREN_IN_CARE,
        ),
        ("The experiences and progress of children in care: outstanding", SectionCode.CHILDREN_IN_CARE),
        ("What needs to improve?", SectionCode.WHAT_NEEDS_TO_IMPROVE),
        ("What does the area partnership need to do better?", SectionCode.WHAT_NEEDS_TO_IMPROVE),
        ("Area(s) for improvement", SectionCode.WHAT_NEEDS_TO_IMPROVE),
        ("Recommendations", SectionCode.WHAT_NEEDS_TO_IMPROVE),
        (
            f"The experiences and progress of care leavers: {RI}.",
            SectionCode.CARE_LEAVERS,
        ),
        ("Key Strengths", SectionCode.STRENGTHS),
        ("Practice study: highly effective practice", SectionCode.PRACTICE_STUDY),
        ("Case study: area for improvement", SectionCode.PRACTICE_STUDY),
        ("Executive summary", SectionCode.SUMMARY),
        ("Section 1: The local authority - Summary of findings", SectionCode.SUMMARY),
        ("Children’s services in Northmere are inadequate because:", SectionCode.SUMMARY),
        ("Capacity to improve Grade 2 (Good)", SectionCode.SUMMARY),
        ("Leadership and management Grade 3 (Adequate)", SectionCode.LEADERS),
        ("Quality of provision Grade 3 (Adequate)", SectionCode.CHILDREN_IN_CARE),
        ("The LSCB’s strengths", SectionCode.STRENGTHS),
        ("The NSCB's key strengths", SectionCode.STRENGTHS),
        ("What does the NSCB need to improve?", SectionCode.WHAT_NEEDS_TO_IMPROVE),
        ("What does the LSCB need to improve?", SectionCode.WHAT_NEEDS_TO_IMPROVE),
        ("Priority actions", SectionCode.WHAT_NEEDS_TO_IMPROVE),
        ("Priority and immediate action:", SectionCode.WHAT_NEEDS_TO_IMPROVE),
        ("Key strengths and weaknesses of the LSCB", None),
        ("Key strengths and weaknesses of the NMSCB", None),
        ("Key strengths and weaknesses of Northmere’s board", None),
        ("Inspection judgement about the NSCB", None),
        ("The effectiveness of the NSCB is good", None),
        ("Inspection findings ─ the Local Safeguarding Children Board", None),
        ("Service information", None),
        ("Main findings", None),
        ("The Local Safeguarding Children Board (LSCB)", None),
    ],
)
def test_known_headings(heading: str, code: SectionCode | None) -> None:
    meaning = meaning_of(heading)
    assert meaning is not None
    assert meaning.code is code


@pytest.mark.parametrize(
    "heading",
    [
        "Work with fathers",
        "The board has met often",
        "Children in care told us so",
        "Leadership and management",
    ],
)
def test_other_headings_mean_nothing(heading: str) -> None:
    assert meaning_of(heading) is None


@pytest.mark.parametrize("line", ["NSCB", "LSCB: good", "What does it need?", "Priority actions"])
def test_lines_that_may_be_known_headings(line: str) -> None:
    assert may_be_heading(line)
    assert not may_be_heading(f"All of {line}")


def test_boxes_and_boilerplate() -> None:
    box, boilerplate = meaning_of("Case study"), meaning_of("Information about this inspection3")
    assert box is not None and box.scope is Scope.BOX
    assert boilerplate is not None and boilerplate.scope is Scope.BOILERPLATE


@pytest.mark.parametrize(
    ("heading", "name", "grade"),
    [
        ("Care leavers: requires improvement to be good", "Care leavers", Grade.REQUIRES_IMPROVEMENT),
        ("Care leavers is: Good", "Care leavers", Grade.GOOD),
        ("Adoption performance is that it is outstanding.", "Adoption performance", Grade.OUTSTANDING),
        ("Adoption performance Inadequate", "Adoption performance", Grade.INADEQUATE),
        ("What good looks like", "What good looks like", None),
    ],
)
def test_grade_in_a_heading(heading: str, name: str, grade: Grade | None) -> None:
    assert split_grade(heading) == (name, grade)
