from __future__ import annotations

import datetime as dt

import pytest

from inspection_findings.documents.types import Framework, Grade
from inspection_findings.reporting.workbook.cells import LONGEST_TEXT, fitted
from inspection_findings.reporting.workbook.sheets import Book, Column
from workbooks import opened


@pytest.fixture
def book() -> Book:
    return Book("Fernshire", made=dt.datetime(2026, 11, 22, 12, 0))


def written(book: Book, *values) -> list:
    """The cells of a table of one column."""
    rows = [[value] for value in values]
    book.sheet("Sheet").write_table([Column("Value")], rows, name="Values", about="Values")
    return [row[0] for row in opened(book.to_bytes())["Sheet"].iter_rows(min_row=2)]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", " =1", "＝1", "http://a.example", "internal:A1"])
def test_text_is_never_a_formula_or_a_link(book, text):
    [cell] = written(book, text)
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_text_like_a_formula_stays_text_when_it_is_edited(book):
    like, unlike = written(book, "=1+1", "1+1")
    assert like.quotePrefix
    assert not unlike.quotePrefix


def test_numbers_dates_and_codes_are_what_they_are(book):
    values = (-3, 0.5, dt.date(2024, 3, 8), Grade.REQUIRES_IMPROVEMENT, Framework.SIF, True, None, "")
    cells = written(book, *values)
    assert [cell.value for cell in cells] == [
        *(-3, 0.5, dt.datetime(2024, 3, 8), "Requires improvement", "SIF", "yes", None, None)
    ]
    assert cells[2].number_format == "d mmm yyyy"


def test_numbers_and_dates_that_a_cell_would_change_are_text(book):
    assert [cell.value for cell in written(book, 10**20, dt.date(1889, 4, 1))] == [
        *("100000000000000000000", "1889-04-01")
    ]


def test_control_characters_and_half_characters_do_not_spoil_the_file(book):
    assert [cell.value for cell in written(book, "a\x00b\x1b", "a\udcffb", "a\nb", "_x0041_")] == [
        *("a�b�", "a\\udcffb", "a b", "_x0041_")
    ]


@pytest.mark.parametrize("letter", ["a", "\N{WOMAN}"])
def test_text_that_is_too_long_is_cut_with_a_note(book, letter):
    short = fitted(letter * (LONGEST_TEXT + 1))
    assert len(short.encode("utf-16-le")) // 2 in (LONGEST_TEXT, LONGEST_TEXT - 1)
    assert short.endswith("a cell holds no more)")
    assert fitted("a" * LONGEST_TEXT) == "a" * LONGEST_TEXT
