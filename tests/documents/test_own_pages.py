"""Pages that were made of reports are not read as reports again."""

from __future__ import annotations

import pytest

from inspection_findings.documents import find_documents, passed_over
from inspection_findings.documents.own_pages import is_own_page
from inspection_findings.overview.database import Database
from inspection_findings.overview.page import overview_page
from inspection_findings.reporting.page import report_page
from made_reports import made_report


@pytest.fixture
def folder(tmp_path):
    """A letter in HTML, the page made of it, and an overview."""
    report = made_report()
    (tmp_path / "letter.html").write_text("<html><body><p>Plans are vague.</p></body></html>")
    (tmp_path / "page.html").write_text(report_page(report), encoding="utf-8")
    with Database.create(tmp_path / "findings.db") as database:
        database.add(report)
        (tmp_path / "overview.htm").write_text(overview_page(database, tmp_path), encoding="utf-8")
    return tmp_path


def test_a_folder_is_searched_for_others_alone(folder):
    assert list(find_documents([folder])) == [folder / "letter.html"]
    assert passed_over(folder) == [folder / "findings.db"]


def test_one_that_is_named_is_read_all_the_same(folder):
    assert list(find_documents([folder / "page.html"])) == [folder / "page.html"]


def test_only_what_is_there_is_one(folder):
    assert is_own_page(folder / "page.html")
    assert not is_own_page(folder / "letter.html")
    assert not is_own_page(folder / "gone.html")
    assert not is_own_page(folder)
