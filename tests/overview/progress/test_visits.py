from __future__ import annotations

import datetime as dt

import pytest

from inspection_findings.documents.types import Framework, Grade
from inspection_findings.labels import Area, Domain, SectionCode
from inspection_findings.overview.progress.visits import Scope, Statement, in_order, visit_of
from made_reports import made_report
from made_visits import statement, visit


def test_a_report_is_its_sentences_that_find_something():
    made = visit_of(made_report("The City of Fernshire", precision=0.75))
    assert made.metadata.authority == "Fernshire"
    assert made.date == dt.date(2024, 3, 8)
    assert made.grades == {Area.CHILDREN_IN_CARE: Grade.GOOD}
    assert [each.text.split()[0] for each in made.statements] == [
        "The",
        "Supervision",
        "Caseloads",
        "Partners",
    ]
    assert made.statements[0].section == "what_needs_to_improve"


def test_findings_are_counted_by_domain_and_area():
    made = visit(
        2024,
        statements=(
            statement("One.", "oversight:weakness", "voice:strength"),
            statement("Two.", "voice:weakness", section=SectionCode.CHILDREN_IN_CARE),
            statement("Three.", "voice:weakness", unsure=True),
        ),
    )
    tallies = made.tallies()
    voice, overall = tallies[Domain.VOICE], tallies[Area.OVERALL]
    assert (voice.strengths, voice.weaknesses, voice.unsure) == (1, 1, 1)
    assert tallies[Area.CHILDREN_IN_CARE].weaknesses == 1
    assert tallies[Area.HELP_AND_PROTECTION].strengths == 1
    assert (overall.strengths, overall.weaknesses, overall.unsure) == (1, 2, 1)


@pytest.mark.parametrize(
    ("labels", "balance"),
    [
        (["voice:strength"], 1),
        (["voice:weakness"], -1),
        (["voice:strength", "voice:weakness"], 0),
        (["voice:strength", "oversight:weakness"], 1),
    ],
)
def test_a_sentence_may_find_both(labels, balance):
    assert statement("It is said.", *labels).balance(Domain.VOICE) == balance


def test_what_is_sure_outweighs_what_is_not():
    sure, unsure = statement("So.", "voice:weakness"), statement("So.", "voice:strength", unsure=True)
    both = Statement("So.", 1, None, sure.findings + unsure.findings)
    assert both.balance(Domain.VOICE) == -1
    assert not both.unsure(Domain.VOICE)
    assert unsure.balance(Domain.VOICE) == 1
    assert unsure.unsure(Domain.VOICE)


@pytest.mark.parametrize(
    ("framework", "grades", "scope"),
    [
        (Framework.ILACS, {Area.OVERALL: Grade.GOOD}, Scope.ALL),
        (Framework.ILACS, {}, Scope.PART),
        (Framework.SIF, {}, Scope.ALL),
        (Framework.JTAI, {}, Scope.JTAI),
        (Framework.SEND, {}, Scope.SEND),
        (None, {}, Scope.ALL),
    ],
)
def test_scope_is_told_by_framework_and_grades(framework, grades, scope):
    assert visit(2024, framework=framework, grades=grades).scope is scope


def test_visits_stand_in_the_order_of_their_dates_where_all_have_one():
    assert [each.date.year for each in in_order([visit(2024), visit(2015), visit(2019)])] == [
        2015,
        2019,
        2024,
    ]
    undated = [visit(2024), visit(None), visit(2015)]
    assert in_order(undated) == undated
