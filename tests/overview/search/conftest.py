"""A database of three letters about one council and one about another."""

from __future__ import annotations

import pytest

from inspection_findings.overview.database import Database
from made_reports import made_report

THEN = {
    "plans": [("assessment_planning:weakness", 0.9)],
    "Supervision": [("oversight:weakness", 0.8), ("workforce:weakness", 0.55)],
    "Caseloads": [("workforce:strength", 0.95)],
}
NOW = {"Supervision": [("oversight:strength", 0.9)], "Partners": [("partnership:strength", 0.9)]}


@pytest.fixture
def database(tmp_path):
    with Database.create(tmp_path / "findings.db") as made:
        made.add(made_report("Fernshire", 2024, findings=NOW))
        made.add(made_report("Fernshire", 2019, findings=THEN))
        made.add(made_report("Fernshire", 2021, findings={}))
        made.add(made_report("Moorshire", 2022, findings=THEN))
    with Database.open(tmp_path / "findings.db") as opened:
        yield opened
