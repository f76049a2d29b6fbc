"""The overview's page without a browser: what stands in it before any script runs."""

from __future__ import annotations

import re

import pytest

from inspection_findings.overview.database import Database
from inspection_findings.overview.page import overview_page
from made_reports import made_report


@pytest.fixture
def page(database, tmp_path) -> str:
    return overview_page(database, tmp_path)


def read_aloud(fragment: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", fragment).split())


def heat_map(page: str) -> list[str]:
    table = page[page.index('<table id="heat">') : page.index("</table>")]
    return [read_aloud(row) for row in re.findall(r"<tr.*?</tr>", table, re.S)]


def test_without_a_script_there_is_the_heat_map_of_the_latest_reports(page):
    head, everything, fernshire, kent, *_ = heat_map(page)
    assert head.startswith("Authority Year Overall grade All domains Leadership Management oversight")
    assert everything.startswith("All authorities")
    assert re.match(r"Fernshire 2024 Good 56% 9 – no findings 0 of 1 ", fernshire)
    assert "60% 5" in fernshire
    assert re.match(r"Kent South East 2022 Good ", kent)
    assert "1 of 2" in kent


def test_it_says_what_it_is_and_what_it_is_not(page):
    text = read_aloud(page[page.index("<body>") : page.index('<script type="application/json"')])
    assert "5 inspection reports of 4 authorities" in text
    assert "44 strengths and weaknesses" in text
    assert "5 more are unsure" in text
    assert "Findings are a model’s, not the inspectorate’s." in text
    assert "model small 0.1.0+aa, precision 0.6" in text


def test_a_sentence_cannot_end_the_script_that_it_stands_in(page):
    assert "owned" not in page
    assert page.count("<script") == page.count("</script>") == 7


def test_one_report_without_a_precision_is_enough(tmp_path):
    with Database.create(tmp_path / "a.db") as database:
        database.add(made_report())
        page = overview_page(database, tmp_path)
    assert "1 inspection report of 1 authority" in page
    assert "unsure: they fall short" not in page


def test_a_database_without_reports_makes_a_page_all_the_same(tmp_path):
    with Database.create(tmp_path / "a.db") as database:
        assert "0 inspection reports of 0 authorities" in overview_page(database, tmp_path)
