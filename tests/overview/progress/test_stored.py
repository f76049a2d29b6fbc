"""Visits out of a database are those of the reports that went in."""

from __future__ import annotations

import pytest

from inspection_findings.overview.database import Database, OverviewError
from inspection_findings.overview.progress.stored import (
    only_authority,
    stored_authority,
    stored_precision,
    stored_visits,
)
from inspection_findings.overview.progress.visits import visit_of
from made_reports import made_report

REPORTS = [made_report("Fernshire", year, precision=0.75) for year in (2024, 2019)]


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "findings.db"
    with Database.create(path) as database:
        for report in REPORTS:
            database.add(report)
    return path


def test_visits_are_those_of_the_reports_by_date(path):
    with Database.open(path) as database:
        assert stored_visits(database, "fernshire council") == [visit_of(report) for report in REPORTS[::-1]]
        assert stored_precision(database) == 0.75


def test_the_only_authority_need_not_be_named(path):
    with Database.open(path) as database:
        assert only_authority(database) == "Fernshire"
    with Database.open(path, writable=True) as database:
        database.add(made_report("Moorshire", 2021, precision=0.75))
    with (
        Database.open(path) as database,
        pytest.raises(OverviewError, match="about 2 authorities: choose one"),
    ):
        only_authority(database)


@pytest.mark.parametrize(
    ("name", "hint"), [("Fernshyre", r": did you mean Fernshire\?$"), ("Q", "is in the database$")]
)
def test_an_authority_that_is_not_there_is_an_error_that_helps(path, name, hint):
    with Database.open(path) as database, pytest.raises(OverviewError, match=hint):
        stored_authority(database, name)


def test_without_a_precision_no_finding_is_sure_or_unsure(tmp_path):
    with Database.create(tmp_path / "a.db") as database:
        database.add(made_report())
        assert stored_precision(database) is None
        [visit] = stored_visits(database, "Fernshire")
        assert {finding.unsure for each in visit.statements for finding in each.findings} == {None}
