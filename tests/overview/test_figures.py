"""Counts of many reports: each finding once, the latest report of each authority, shares only of enough."""

from __future__ import annotations

import dataclasses

import pytest

from inspection_findings.documents.types import Framework
from inspection_findings.labels import Domain
from inspection_findings.overview.figures import (
    ReportFigures,
    commonest_framework,
    frameworks_of,
    latest,
    report_figures,
    share_to_show,
    together,
    total,
)
from inspection_findings.reporting.summary import Tally


@pytest.fixture
def figures(database) -> list[ReportFigures]:
    return report_figures(database)


def named(figures: list[ReportFigures]) -> list[tuple[str, int | None]]:
    return [(each.authority, each.report.year) for each in figures]


def test_findings_are_counted_by_domain_and_polarity_unsure_ones_apart(figures):
    first, second = figures[:2]
    assert named([first, second]) == [("Fernshire", 2019), ("Fernshire", 2024)]
    assert first.domains[Domain.CHILDREN_IN_CARE] == Tally(strengths=0, weaknesses=4)
    assert second.domains[Domain.CHILDREN_IN_CARE] == Tally(strengths=3, weaknesses=2)
    assert second.domains[Domain.WORKFORCE] == Tally(strengths=1, unsure_weaknesses=1)
    assert second.domains[Domain.VOICE] == Tally()
    assert total(second.domains) == Tally(strengths=5, weaknesses=4, unsure_weaknesses=1)


def test_the_latest_report_of_each_authority_by_name(figures):
    assert named(latest(figures)) == [
        ("Fernshire", 2024),
        ("Kent", 2022),
        ("Leeds", 2022),
        ("Moorshire", 2023),
    ]
    assert named(latest(reversed(figures))) == named(latest(figures))


def test_reports_of_other_frameworks_are_passed_over(figures):
    changed = [
        dataclasses.replace(each, report=dataclasses.replace(each.report, framework="sif"))
        if each.report.year == 2024
        else each
        for each in figures
    ]
    assert named(latest(changed, Framework.ILACS))[0] == ("Fernshire", 2019)
    assert commonest_framework(changed) is Framework.ILACS
    assert frameworks_of(changed) == [Framework.ILACS, Framework.SIF]


def test_where_no_report_names_a_framework_there_is_no_commonest():
    assert commonest_framework([]) is None


def test_a_report_without_an_authority_goes_by_its_document(figures):
    report = dataclasses.replace(figures[0].report, authority=None, document="letters/a.pdf")
    assert dataclasses.replace(figures[0], report=report).authority == "a.pdf"


def test_counts_together(figures):
    care = together(figures)[Domain.CHILDREN_IN_CARE]
    assert (care.strengths, care.weaknesses) == (0 + 3 + 1 + 8 + 1, 4 + 2 + 4 + 0 + 1)


@pytest.mark.parametrize(
    ("tally", "share"),
    [(Tally(2, 1), 2 / 3), (Tally(1, 1), None), (Tally(2, 0, 5, 5), None), (Tally(), None)],
)
def test_a_share_is_of_three_findings_or_more_that_are_not_unsure(tally, share):
    assert share_to_show(tally) == share
