"""The database of many reports: what is put in is there, once, whole or not at all."""

from __future__ import annotations

import dataclasses
import sqlite3

import pytest

from inspection_findings.overview.database import Database, OverviewError, is_database
from made_reports import MODEL, made_report


@pytest.fixture
def path(tmp_path):
    return tmp_path / "findings.db"


def rows(database: Database, question: str) -> list[tuple]:
    return [tuple(row) for row in database.connection.execute(question)]


@pytest.fixture
def filled(path):
    """Two letters about one council and one about another, opened for reading."""
    with Database.create(path) as database:
        database.add(made_report("Fernshire", 2024, precision=0.75), "b" * 64)
        database.add(made_report("Fernshire", 2019, precision=0.75, grade="inadequate"), "a" * 64)
        database.add(made_report("Moorshire", 2024, precision=0.75))
    with Database.open(path) as database:
        yield database


def test_reports_come_back_by_authority_and_date_with_their_grades(filled):
    found = filled.reports()
    assert [(each.authority, each.year) for each in found] == [
        *(("Fernshire", 2019), ("Fernshire", 2024), ("Moorshire", 2024)),
    ]
    first = found[0]
    assert (first.sha256, first.document, first.date) == ("a" * 64, "fernshire-2019.md", "2019-03-08")
    assert (first.framework, first.pages, first.sentences) == ("ilacs", None, 5)
    assert first.grades == {"children_in_care": "inadequate"}


def test_sentences_stand_under_their_headings_with_their_place_in_the_text(filled):
    document = made_report().document
    found = rows(
        filled,
        'SELECT number, heading, section, bullet, text, start, "end" FROM sentence '
        "WHERE report_id = (SELECT id FROM report WHERE document = 'fernshire-2024.md') ORDER BY number",
    )
    assert [row[4] for row in found] == [each.text for each in document.sentences()]
    assert found[0][:4] == (0, "What needs to improve", "what_needs_to_improve", 1)
    assert all(document.text[row[5] : row[6]] == row[4] for row in found)


def test_findings_that_are_unsure_are_counted_apart(filled):
    assert (
        rows(filled, "SELECT strengths, weaknesses, unsure, share_of_strengths FROM reports")
        == [(1, 2, 2, 0.333)] * 3
    )
    assert rows(
        filled,
        "SELECT strengths, weaknesses, unsure, reports FROM authority_domain "
        "WHERE authority = 'Fernshire' AND domain = 'Workforce'",
    ) == [(2, 0, 2, 2)]
    assert (
        rows(filled, "SELECT share_of_strengths FROM trend WHERE domain = 'Work with partners'")
        == [(None,)] * 2
    )


def test_without_a_precision_no_finding_is_unsure(path):
    with Database.create(path) as database:
        database.add(made_report())
        assert rows(database, "SELECT DISTINCT unsure FROM finding") == [(None,)]
        assert rows(database, "SELECT strengths, weaknesses, unsure FROM reports") == [(2, 3, 0)]


def test_the_text_can_be_searched_by_stems(filled):
    found = rows(
        filled,
        "SELECT DISTINCT sentence.text FROM sentence_fts JOIN sentence ON sentence.id = sentence_fts.rowid "
        "WHERE sentence_fts MATCH 'sharing'",
    )
    assert found == [("Partners share what they know.",)]


def test_a_report_that_is_removed_leaves_nothing_behind(path, filled):
    with Database.open(path, writable=True) as database:
        for report in database.reports():
            database.remove(report.id)
        left = "SELECT (SELECT count(*) FROM report) + (SELECT count(*) FROM grade)"
        left += " + (SELECT count(*) FROM sentence) + (SELECT count(*) FROM finding)"
        assert rows(database, left) == [(0,)]
        assert rows(database, "SELECT count(*) FROM sentence_fts WHERE sentence_fts MATCH 'plans'") == [(0,)]


def test_what_is_not_stated_is_null(path):
    report = made_report()
    bare = dataclasses.replace(report.document, metadata=type(report.document.metadata)())
    with Database.create(path) as database:
        database.add(dataclasses.replace(report, document=bare))
        [found] = database.reports()
    assert (found.authority, found.region, found.framework, found.date, found.year) == (None,) * 5


def test_one_authority_keeps_its_first_spelling(path):
    with Database.create(path) as database:
        database.add(made_report("Fern & Moor"))
        database.add(made_report("Fern and Moor Council", 2019))
        assert {report.authority for report in database.reports()} == {"Fern & Moor"}


@pytest.mark.parametrize(("name", "digest"), [("fernshire-2024.md", "c" * 64), ("copy.md", "b" * 64)])
def test_the_same_name_or_contents_twice_is_refused_and_changes_nothing(path, filled, name, digest):
    with Database.open(path, writable=True) as database:
        before = rows(database, "SELECT count(*) FROM sentence")
        with pytest.raises(OverviewError, match=f"{name}: the database has a report of this name"):
            database.add(made_report(precision=0.75, name=name), digest)
        assert rows(database, "SELECT count(*) FROM sentence") == before
        assert database.holds("b" * 64) == "fernshire-2024.md"
        assert database.holds("c" * 64) is None


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"model": dataclasses.replace(MODEL, version="0.2.0")}, "model version 0.1.0"),
        ({"precision": 0.9}, "precision 0.75, not 0.9"),
        ({"precision": None}, "precision 0.75, not none"),
    ],
)
def test_findings_of_another_making_are_not_mixed_in(path, filled, change, word):
    with Database.open(path, writable=True) as database:
        with pytest.raises(OverviewError, match=word):
            database.add(made_report("Third", **({"precision": 0.75} | change)))
        assert len(database.reports()) == 3


def test_it_says_what_made_it(filled):
    about = filled.about()
    assert about["model_fingerprint"] == "aa" * 32
    assert (about["model"], about["precision"], about["schema"]) == ("small", "0.75", "1")
    assert about["tool"].startswith("inspection-findings ")


def test_a_copy_goes_on_from_another(path, filled, tmp_path):
    with Database.create(tmp_path / "more.db", like=filled) as database:
        database.add(made_report("Third", precision=0.75))
        assert len(database.reports()) == 4
    assert len(filled.reports()) == 3


def test_an_error_leaves_what_was_there_and_nothing_beside_it(path):
    path.write_text("before")
    with pytest.raises(ZeroDivisionError), Database.create(path) as database:
        database.add(made_report())
        1 / 0  # noqa: B018
    assert path.read_text() == "before"
    assert [each.name for each in path.parent.iterdir()] == ["findings.db"]


def test_opened_for_reading_it_cannot_be_changed(filled):
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        filled.remove(1)


class TestRefusals:
    def test_what_is_not_there(self, path):
        with pytest.raises(OverviewError, match=r"no such file: make one with findings overview"):
            Database.open(path).__enter__()

    @pytest.mark.parametrize("content", [b"", b"plain text", b"SQLite format 3\0" + b"\xff" * 4096])
    def test_what_is_no_database(self, path, content):
        path.write_bytes(content)
        with pytest.raises(OverviewError, match=r"findings\.db: is no database of reports"):
            Database.open(path).__enter__()

    def test_a_database_of_something_else(self, path):
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE report (id)")
        assert is_database(path)
        with pytest.raises(OverviewError, match="is no database of reports"):
            Database.open(path).__enter__()

    def test_one_of_another_version(self, path, filled):
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA user_version = 99")
        with pytest.raises(OverviewError, match="layout 99, not 1"):
            Database.open(path).__enter__()
