"""The overview as a workbook: the same figures as the page's, as numbers."""

from __future__ import annotations

import datetime as dt
import io
import warnings

import openpyxl
import pytest

from inspection_findings.overview.workbook import overview_workbook


@pytest.fixture
def book(database):
    with warnings.catch_warnings():
        # Bars as Excel has drawn them since 2010 are beyond openpyxl.
        warnings.filterwarnings(
            "ignore", message="(Unknown|Conditional Formatting) extension", category=UserWarning
        )
        return openpyxl.load_workbook(io.BytesIO(overview_workbook(database)))


def table(sheet) -> list[dict[str, object]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_sheets_begin_with_the_heat_map(book):
    assert book.sheetnames == ["Overview", "Reports", "Findings", "Trends", "About"]
    rows = table(book["Overview"])
    assert [row["Authority"] for row in rows] == [
        "All authorities",
        "Fernshire",
        "Kent",
        "Leeds",
        "Moorshire",
    ]
    fernshire = rows[1]
    assert (fernshire["Year"], fernshire["Overall grade"]) == (2024, "Good")
    assert fernshire["Children in care"] == 0.6
    assert fernshire["Children in care: findings"] == 5
    assert (fernshire["Workforce"], fernshire["Workforce: findings"]) == (None, 1)
    assert rows[0]["Children in care"] == pytest.approx(13 / 20)
    assert rows[3]["Region"] == "Yorkshire and The Humber"


def test_reports_have_their_grades_dates_and_counts(book):
    rows = table(book["Reports"])
    assert [row["Authority"] for row in rows] == ["Fernshire", "Fernshire", "Kent", "Leeds", "Moorshire"]
    first = rows[0]
    assert (first["Framework"], first["Inspected to"]) == ("ILACS", dt.datetime(2019, 3, 8))
    assert (first["Overall effectiveness"], first["Children in care"]) == ("Inadequate", "Good")
    assert (first["Strengths"], first["Weaknesses"], first["Unsure"]) == (2, 6, 1)
    assert first["Share of strengths"] == 0.25


def test_findings_are_rows_to_filter_without_those_that_are_unsure(book, database):
    rows = table(book["Findings"])
    [number] = database.connection.execute("SELECT count(*) FROM finding WHERE NOT unsure").fetchone()
    assert len(rows) == number
    assert rows[0]["Sentence"] == "The quality of plans."
    assert (rows[0]["Polarity"], rows[0]["Confidence"]) == ("Weakness", 0.9)
    assert rows[0]["Date"] == dt.datetime(2019, 3, 8)


def test_trends_are_by_year_framework_and_domain(book):
    care = [row for row in table(book["Trends"]) if row["Domain"] == "Children in care"]
    assert [(row["Year"], row["Reports"], row["Share of strengths"]) for row in care] == [
        *((2019, 1, 0.0), (2022, 2, 0.9), (2023, 1, 0.2), (2024, 1, 0.6)),
    ]


def test_it_says_what_made_it_and_how_to_read_it(book):
    text = "\n".join(str(cell.value) for row in book["About"].iter_rows() for cell in row if cell.value)
    assert "the latest ILACS report of each authority" in text
    assert "0.1.0+aa" in text
    assert "some are wrong" in text
