from __future__ import annotations

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from inspection_findings.app.takeaway import Form, TakeawayError, takeaway
from made_reports import made_report

LETTER = made_report("Fernshire", name="a/Fernshire: “a letter”.md", precision=0.6)


def test_its_name_says_the_same_in_every_system():
    assert takeaway([LETTER], Form.CSV).name == "Fernshire-a-letter.csv"
    assert takeaway([LETTER, LETTER], Form.XLSX).name == "2-letters.xlsx"
    assert takeaway([made_report(name="☃.md")], Form.CSV).name == "letter.csv"


def test_a_table_opens_in_excel_with_its_signs_whole():
    taken = takeaway([LETTER, made_report("Calder")], Form.CSV)
    rows = list(csv.DictReader(io.StringIO(taken.content.decode("utf-8-sig"))))
    assert taken.content.startswith(b"\xef\xbb\xbf")
    assert len(rows) == 10
    assert {row["unsure"] for row in rows[:5]} == {"true", "false"}


def test_json_lines_hold_every_sentence():
    lines = takeaway([LETTER], Form.JSONL).content.splitlines()
    assert len(lines) == len(LETTER.results)
    assert sum(len(json.loads(line)["findings"]) for line in lines) == 5


def test_a_workbook_is_one():
    book = load_workbook(io.BytesIO(takeaway([LETTER], Form.XLSX).content))
    assert "Findings" in book.sheetnames


def test_a_page_is_of_one_letter_and_stands_alone():
    page = takeaway([LETTER], Form.HTML).content.decode()
    assert page.startswith("<!doctype html>")
    assert "app-bar" not in page
    with pytest.raises(TakeawayError, match="open the letter"):
        takeaway([LETTER, LETTER], Form.HTML)


def test_there_has_to_be_a_letter():
    with pytest.raises(TakeawayError, match="no letter"):
        takeaway([], Form.CSV)
