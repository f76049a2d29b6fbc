from __future__ import annotations

import pytest

from inspection_findings.documents.types import Framework, Grade
from inspection_findings.labels import Area, Domain
from inspection_findings.overview.progress import ProgressError, check_comparable, progress_of
from inspection_findings.overview.progress.change import Change
from made_visits import NOW, THEN, visit


def test_two_visits_are_one_step():
    progress = progress_of([visit(2024, NOW), visit(2019, THEN)])
    [step] = progress.steps
    assert (progress.authority, step.then.date.year, step.now.date.year) == ("Fernshire", 2019, 2024)
    assert not step.frameworks_differ
    assert Domain.VOICE not in {each.domain for each in step.domains}
    workforce = next(each for each in step.domains if each.domain is Domain.WORKFORCE)
    assert (workforce.then.weaknesses, workforce.now.strengths, workforce.change) == (1, 1, Change.TOO_FEW)


def test_of_several_visits_each_is_compared_with_the_one_before_and_the_last_with_the_first():
    years = [
        (step.then.date.year, step.now.date.year)
        for step in progress_of([visit(2019), visit(2024), visit(2015)]).steps
    ]
    assert years == [(2015, 2019), (2019, 2024), (2015, 2024)]


def test_like_is_compared_with_like():
    graded = {Area.OVERALL: Grade.GOOD}
    visits = [
        visit(2015, framework=Framework.SIF),
        visit(2017, framework=Framework.JTAI),
        visit(2018, grades=graded),
        visit(2020),
        visit(2021),
        visit(2023, framework=Framework.JTAI),
        visit(2024, grades=graded),
        visit(2025, framework=Framework.SEND),
    ]
    progress = progress_of(visits)
    years = [(step.then.date.year, step.now.date.year) for step in progress.steps]
    assert years == [(2015, 2018), (2018, 2024), (2015, 2024), (2020, 2021), (2017, 2023)]
    assert progress.span is progress.steps[2]


def test_what_is_unlike_is_compared_where_there_is_nothing_else():
    [step] = progress_of([visit(2024, framework=Framework.SEND), visit(2021, framework=Framework.JTAI)]).steps
    assert step.frameworks_differ


def test_areas_have_the_grades_of_both_visits():
    then = visit(2018, THEN, framework=Framework.SIF, grades={Area.OVERALL: Grade.INADEQUATE})
    now = visit(2024, NOW, grades={Area.OVERALL: Grade.GOOD, Area.CARE_LEAVERS: Grade.GOOD})
    [step] = progress_of([then, now]).steps
    assert step.frameworks_differ
    grades = {each.area: (each.grade_then, each.grade_now) for each in step.areas}
    assert grades[Area.OVERALL] == (Grade.INADEQUATE, Grade.GOOD)
    assert grades[Area.CARE_LEAVERS] == (None, Grade.GOOD)
    assert grades[Area.LEADERS] == (None, None)


@pytest.mark.parametrize(
    ("authorities", "message"),
    [
        ([], "two reports are needed to compare, and there is none"),
        (["Fernshire"], "two reports about Fernshire are needed to compare, and there is one"),
        (
            ["A", "B", "C", "D"],
            "the reports are about 4 authorities (A, B, C, ...): choose one with --authority",
        ),
    ],
)
def test_reports_that_cannot_be_compared_are_refused(authorities, message):
    with pytest.raises(ProgressError) as raised:
        check_comparable(authorities)
    assert str(raised.value) == message


def test_an_authority_has_one_name_and_need_not_be_stated():
    assert check_comparable(["Fernshire", "The City of Fernshire", None]) == "Fernshire"
    assert check_comparable([None, None]) is None
