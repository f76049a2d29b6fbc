from __future__ import annotations

from inspection_findings.documents.grades import read_grades
from inspection_findings.documents.types import Framework, Grade
from inspection_findings.labels import Area

CHAPTER_THREE = "3. Leadership, management and governance"
EARLY = [
    "Judgement Grade",
    "The impact of leaders on social work practice with children ",
    "and families Good",
    "The experiences and progress of children who need help and",
    "protection",
    "Requires improvement",
    "to be good",
    "The experiences and progress of children in care and care",
    "leavers Outstanding",
    "Overall effectiveness Good",
]


def test_rows_that_wrap_and_three_areas() -> None:
    assert read_grades(EARLY, [], Framework.ILACS) == {
        Area.OVERALL: Grade.GOOD,
        Area.LEADERS: Grade.GOOD,
        Area.HELP_AND_PROTECTION: Grade.REQUIRES_IMPROVEMENT,
        Area.CHILDREN_IN_CARE: Grade.OUTSTANDING,
    }


def test_the_table_wins_and_headings_fill_gaps() -> None:
    headings = [
        "The impact of leaders on social work practice with children and families: inadequate",
        "The experiences and progress of care leavers is: good",
    ]
    found = read_grades(EARLY, headings, Framework.ILACS)
    assert found[Area.LEADERS] is Grade.GOOD
    assert found[Area.CARE_LEAVERS] is Grade.GOOD


def test_judgements_of_the_single_inspection_framework() -> None:
    front = [
        "Children’s services in Northmere require improvement to be good",
        "1. Children who need help and protection Inadequate",
        "2. Children looked after and achieving",
        "permanence",
        "Requires improvement",
        "2.1 Adoption performance Outstanding",
        "2.2 Experiences and progress of care leavers",
        "Not judged",
        CHAPTER_THREE + " Good",
    ]
    headings = ["The graded judgement for adoption performance is that it is outstanding"]
    assert read_grades(front, headings, Framework.SIF) == {
        Area.OVERALL: Grade.REQUIRES_IMPROVEMENT,
        Area.LEADERS: Grade.GOOD,
        Area.HELP_AND_PROTECTION: Grade.INADEQUATE,
        Area.CHILDREN_IN_CARE: Grade.REQUIRES_IMPROVEMENT,
    }


def test_frameworks_without_grades_have_none() -> None:
    assert read_grades(EARLY, [], Framework.JTAI) == {}
    assert read_grades(["Strengths", "Good"], ["Key strengths"], Framework.ILACS) == {}
