from __future__ import annotations

import datetime as dt

import pytest

from inspection_findings.reporting.workbook import sheets
from inspection_findings.reporting.workbook.looks import Kind, Look
from inspection_findings.reporting.workbook.sheets import Book, Column, WorkbookError
from workbooks import opened

MADE = dt.datetime(2026, 11, 22, 12, 0)


@pytest.fixture
def book() -> Book:
    return Book("Fernshire", made=MADE)


def test_more_rows_than_a_sheet_has_are_refused(book, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    table = book.sheet("Sheet").table([Column("Value")], name="Values", about="Values")
    table.add([1])
    table.add([2])
    with pytest.raises(WorkbookError, match="holds 2 rows and there are more"):
        table.add([3])


def test_a_row_has_a_value_for_each_column(book):
    table = book.sheet("Sheet").table([Column("Value")], name="Values", about="Values")
    with pytest.raises(ValueError, match="shorter"):
        table.add([1, 2])


def test_a_table_has_a_filter_and_a_header_that_stays(book):
    book.sheet("Sheet").write_table(
        [Column("Place"), Column("Share", 7, Kind.SHARE)], [["a", 0.5]] * 3, name="Shares", about="Shares"
    )
    sheet = opened(book.to_bytes())["Sheet"]
    assert sheet.tables["Shares"].ref == "A1:B4"
    assert sheet.tables["Shares"].autoFilter.ref == "A1:B4"
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet["B2"].number_format == "0%"
    assert sheet.column_dimensions["B"].width == pytest.approx(7, abs=1)


def test_a_table_without_rows_has_an_empty_one(book):
    book.sheet("Sheet").write_table([Column("A")], [], name="A", about="a")
    assert opened(book.to_bytes())["Sheet"].tables["A"].ref == "A1:A2"


def test_tables_stand_below_each_other_in_columns_that_suit_both(book):
    sheet = book.sheet("Sheet")
    sheet.title("Two tables")
    sheet.facts([("Council", "Fernshire"), ("Published", None)], widths=(10, 20))
    sheet.heading("First")
    sheet.write_table([Column("A", 30)], [[1]], name="First", about="1")
    sheet.heading("Second")
    sheet.write_table([Column("B", 5)], [[2]], name="Second", about="2")
    found = opened(book.to_bytes())["Sheet"]
    assert [cell.value for cell in found["A"]] == [
        *("Two tables", "Council", None, "First", "A", 1, None, "Second", "B", 2)
    ]
    assert found["B2"].value == "Fernshire"
    assert found.column_dimensions["A"].width == pytest.approx(30, abs=1)
    assert found.freeze_panes is None


@pytest.mark.parametrize(
    ("look", "formulas"),
    [
        (Look.FLAG, ['"yes"']),
        (Look.POLARITY, ['"Strength"', '"Weakness"']),
        (Look.GRADE, ['"Outstanding"', '"Good"', '"Requires improvement"', '"Inadequate"']),
    ],
)
def test_words_are_coloured_by_rules(book, look, formulas):
    book.sheet("Sheet").write_table([Column("A", look=look)], [["good"]], name="A", about="a")
    [rules] = opened(book.to_bytes())["Sheet"].conditional_formatting
    assert str(rules.sqref) == "A2"
    assert [rule.formula for rule in rules.rules] == [[each] for each in formulas]
    backgrounds = {rule.dxf.fill.bgColor.rgb for rule in rules.rules}
    assert len(backgrounds) == len(formulas)


def test_the_sign_stands_behind_its_word(book):
    book.sheet("Sheet").write_table([Column("A", look=Look.POLARITY)], [["strength"]], name="A", about="a")
    [rules] = opened(book.to_bytes())["Sheet"].conditional_formatting
    assert [rule.dxf.numFmt.formatCode for rule in rules.rules] == ['@" +"', '@" −"']


@pytest.mark.parametrize("look", [Look.STRENGTHS, Look.WEAKNESSES, Look.CONFIDENCE])
def test_bars_begin_at_nothing(book, look):
    book.sheet("Sheet").write_table([Column("A", look=look, full=9)], [[3]], name="A", about="a")
    [rules] = opened(book.to_bytes())["Sheet"].conditional_formatting
    least, most = rules.rules[0].dataBar.cfvo
    assert (least.type, float(least.val)) == ("num", 0)
    assert (most.type, float(most.val)) == ("num", 1 if look is Look.CONFIDENCE else 9)


def test_the_file_says_what_it_is_and_in_which_language(book):
    book.sheet("Sheet")
    found = opened(book.to_bytes())
    assert found.properties.title == "Fernshire"
    assert found.properties.created == MADE
    assert found.custom_doc_props["Language"].value == "en-GB"


def test_the_same_gives_the_same_bytes():
    books = [Book("Fernshire", made=MADE) for _ in range(2)]
    for each in books:
        each.sheet("Sheet").write_table([Column("A", look=Look.POLARITY)], [["x"]], name="A", about="a")
    assert books[0].to_bytes() == books[1].to_bytes()


def test_rows_are_high_enough_for_text_that_is_wrapped(book):
    rows = [["short", 1], ["word " * 20, 1]]
    book.sheet("Sheet").write_table([Column("A", 20), Column("B")], rows, name="A", about="a")
    heights = opened(book.to_bytes())["Sheet"].row_dimensions
    assert heights[2].height is None
    assert heights[3].height == 75


def test_a_title_can_be_given_when_it_is_known(book):
    book.sheet("Sheet")
    book.rename("Fernshire and others")
    assert opened(book.to_bytes()).properties.title == "Fernshire and others"
