from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspection_findings.documents.types import Grade
from inspection_findings.labels import Area
from inspection_findings.overview.database import Database
from inspection_findings.reporting.classified import ClassifiedReport
from made_reports import FINDINGS, made_report

PRAISE = "\nVisits {} are regular.\n"
BLAME = "\nReviews {} drift.\n"
HOSTILE = "\nReviews end </script><script>document.title = 'owned'</script> here.\n"


def letter(
    authority: str,
    year: int,
    strengths: int,
    weaknesses: int,
    *,
    overall: Grade = Grade.GOOD,
    more: str = "",
    name: str | None = None,
) -> ClassifiedReport:
    """A letter with so many strengths and weaknesses in care, beside those that all letters have."""
    more += "".join(PRAISE.format(k) for k in range(strengths))
    more += "".join(BLAME.format(k) for k in range(weaknesses))
    care = {"Visits": [("children_in_care:strength", 0.9)], "Reviews": [("children_in_care:weakness", 0.8)]}
    report = made_report(authority, year, name=name, precision=0.6, findings=FINDINGS | care, more=more)
    graded = dataclasses.replace(report.document, grades={**report.document.grades, Area.OVERALL: overall})
    return dataclasses.replace(report, document=graded)


@pytest.fixture(scope="session")
def database_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Letters about four councils; two are real names, for their regions."""
    path = tmp_path_factory.mktemp("overview") / "findings.db"
    letters = [
        letter("Fernshire", 2019, 0, 4, overall=Grade.INADEQUATE),
        letter("Fernshire", 2024, 3, 2),
        letter("Moorshire", 2023, 1, 3, overall=Grade.REQUIRES_IMPROVEMENT, more=HOSTILE),
        letter("Leeds", 2022, 8, 0, overall=Grade.OUTSTANDING),
        letter("Kent", 2022, 1, 1),
    ]
    with Database.create(path) as database:
        for number, report in enumerate(letters):
            database.add(report, f"{number:064}")
    return path


@pytest.fixture
def database(database_file: Path) -> Iterator[Database]:
    """`database_file`, opened for reading."""
    with Database.open(database_file) as opened:
        yield opened
