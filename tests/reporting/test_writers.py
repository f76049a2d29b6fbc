from __future__ import annotations

import csv
import datetime as dt
import io
import json
from dataclasses import dataclass

import pytest

from inspection_findings.documents.types import Sentence
from inspection_findings.reporting.records import FindingRow, LineFindingRow, column_names
from inspection_findings.reporting.selection import Selection
from inspection_findings.reporting.writers import CsvRows, CsvWriter, JsonLinesWriter, to_cells, to_json


@dataclass
class Row:
    """A row for tests."""

    value: object


class TestJson:
    def test_line_separators_inside_text_do_not_split_a_line(self, example):
        result = example.results[0].__class__(Sentence("a\u2028b\u2029c\x85d\ne"), (), (0.0,) * 22)
        stream = io.StringIO()
        JsonLinesWriter(stream).write_document(example.document, [result])
        [line] = stream.getvalue().splitlines()
        assert json.loads(line)["text"] == "a\u2028b\u2029c\x85d\ne"

    def test_text_is_not_escaped_needlessly(self):
        assert to_json("children’s") == '"children’s"'

    @pytest.mark.parametrize("value", [float("nan"), float("inf")])
    def test_scores_that_are_not_numbers_are_refused(self, example, value):
        result = example.results[0].__class__(Sentence("a"), (), (value,) + (0.0,) * 21)
        with pytest.raises(ValueError, match="not a number"):
            JsonLinesWriter(io.StringIO()).write_lines([1], [result])

    def test_half_characters_are_kept(self):
        assert json.loads(to_json(Row("a\udcffb"))) == {"value": "a\udcffb"}
        assert json.loads(to_json(Row((dt.date(2024, 6, 28), "\udcff")), indented=True)) == {
            "value": ["2024-06-28", "\udcff"]
        }

    @pytest.mark.parametrize(("text", "written"), [("a", "a"), ("\udcff", "\\udcff")])
    def test_both_encoders_write_alike(self, text, written):
        row = Row([{"a": [], "b": [1, 0.25, None, True], "c": {}}, text])
        assert to_json(row) == f'{{"value":[{{"a":[],"b":[1,0.25,null,true],"c":{{}}}},"{written}"]}}'
        assert to_json(row, indented=True) == json.dumps({"value": row.value}, indent=2)

    def test_unknown_types_are_refused(self):
        with pytest.raises(TypeError, match="set has no JSON form"):
            to_json(Row({1}))

    def test_a_stream_of_bytes_is_written_in_order_with_what_came_as_text(self, example):
        below = io.BytesIO()
        stream = io.TextIOWrapper(below, "utf-8", newline="")
        stream.write("first\n")
        JsonLinesWriter(stream).write_lines(["children’s"], example.results[:1])
        stream.write("last\n")
        stream.flush()
        first, line, last = below.getvalue().decode().splitlines()
        assert (first, json.loads(line)["id"], last) == ("first", "children’s", "last")

    def test_lines_in_order(self, example):
        stream = io.StringIO()
        JsonLinesWriter(stream).write_lines([3, "a", 1], example.results)
        found = [json.loads(line) for line in stream.getvalue().splitlines()]
        assert [each["id"] for each in found] == [3, "a", 1]
        assert [len(each["findings"]) for each in found] == [2, 1, 0]

    @pytest.mark.parametrize("text", ['}},{"id":1', '},{"document":"a"', '"}},{"id":', "\\", '\\"', "\udcff"])
    def test_text_that_is_like_the_bounds_of_a_line_is_none(self, example, text):
        results = [example.results[0].__class__(Sentence(text), (), (0.0,) * 22)] * 3
        stream = io.StringIO()
        JsonLinesWriter(stream).write_lines([text, 2, text], results)
        JsonLinesWriter(stream).write_document(example.document, results)
        found = [json.loads(line) for line in stream.getvalue().splitlines()]
        assert [each.get("id", each.get("text")) for each in found] == [text, 2, *[text] * 4]

    def test_only_findings(self, example):
        stream = io.StringIO()
        writer = JsonLinesWriter(stream, only_findings=True)
        writer.write_lines([1, 2, 3], example.results)
        writer.write_document(example.document, example.results)
        assert len(stream.getvalue().splitlines()) == 4

    def test_unsure_is_there_where_it_was_asked_for_and_only_there(self, example):
        marked = Selection(sure_from=(0.7,) * 22).apply(example.results[0])
        for result, expected in ((example.results[0], [None, None]), (marked, [False, True])):
            stream = io.StringIO()
            JsonLinesWriter(stream).write_document(example.document, [result])
            JsonLinesWriter(stream).write_lines([1], [result])
            for line in stream.getvalue().splitlines():
                found = json.loads(line)["findings"]
                assert [each.get("unsure") for each in found] == expected
                assert all(("unsure" in each) == (expected[0] is not None) for each in found)

    def test_ids_and_results_have_to_match(self, example):
        with pytest.raises(ValueError, match="longer"):
            JsonLinesWriter(io.StringIO()).write_lines([1], example.results)


class TestCsv:
    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "＝"])
    def test_formulas_are_defused(self, start):
        assert list(to_cells(Row(f"{start}1+1"))) == [f"'{start}1+1"]

    @pytest.mark.parametrize(("value", "cell"), [("a=b", "a=b"), ("", ""), (None, ""), (-1, -1), (0.5, 0.5)])
    def test_other_values_are_as_they_are(self, value, cell):
        assert list(to_cells(Row(value))) == [cell]

    @pytest.mark.parametrize("text", ['say "so", then', "two\nlines", "a,b;c", " padded ", "’–é"])
    def test_any_text_comes_back_as_it_was(self, text):
        stream = io.StringIO(newline="")
        CsvRows(stream, Row).write(Row(text))
        assert list(csv.reader(io.StringIO(stream.getvalue(), newline=""))) == [["value"], [text]]

    def test_a_mark_stands_before_the_header(self):
        stream = io.StringIO()
        CsvRows(stream, Row, mark=True)
        assert stream.getvalue() == "\ufeffvalue\n"

    def test_rows_of_a_document(self, example):
        stream = io.StringIO()
        CsvWriter(stream).write_document(example.document, example.results)
        rows = list(csv.DictReader(io.StringIO(stream.getvalue())))
        assert list(rows[0]) == column_names(FindingRow, ())
        assert [row["domain"] for row in rows] == ["partnership", "assessment_planning", "oversight"]
        assert rows[0]["published"] == "2024-06-28"
        assert rows[1]["confidence"] == "0.612346"
        assert (rows[0]["position"], rows[0]["bullet"]) == ("0", "false")

    def test_rows_of_lines(self, example):
        stream = io.StringIO()
        CsvWriter(stream, lines=True).write_lines(["a", "b", "c"], example.results)
        rows = list(csv.DictReader(io.StringIO(stream.getvalue())))
        assert list(rows[0]) == column_names(LineFindingRow, ())
        assert [row["id"] for row in rows] == ["a", "a", "b"]

    @pytest.mark.parametrize("lines", [False, True])
    def test_unsure_is_a_column_where_it_was_asked_for(self, example, lines):
        marked = [Selection(sure_from=(0.7,) * 22).apply(result) for result in example.results]
        stream = io.StringIO()
        writer = CsvWriter(stream, lines=lines, options={"unsure"})
        if lines:
            writer.write_lines([1, 2, 3], marked)
        else:
            writer.write_document(example.document, marked)
        rows = list(csv.DictReader(io.StringIO(stream.getvalue())))
        assert [row["unsure"] for row in rows] == ["false", "true", "false"]

    @pytest.mark.parametrize("lines", [False, True])
    def test_reasons_are_the_last_column_where_they_were_asked_for(self, explained, lines):
        stream = io.StringIO()
        writer = CsvWriter(stream, lines=lines, options={"because"})
        if lines:
            writer.write_lines([1, 2, 3], explained.results)
        else:
            writer.write_document(explained.document, explained.results)
        rows = list(csv.DictReader(io.StringIO(stream.getvalue())))
        assert list(rows[0])[-1] == "because"
        assert rows[2]["because"] == "“Supervision” +2.0"
