from __future__ import annotations

import datetime as dt
from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest

from inspection_findings.labels import LABELS, Area, Domain
from inspection_findings.reporting import records
from inspection_findings.reporting.selection import Selection


def names(record: type) -> list[str]:
    return [field.name for field in fields(record)] if is_dataclass(record) else list(record.__annotations__)


def test_sentence_record(example):
    record = records.sentence_record(example.document, example.results[0])
    assert record["document"] == "letters/fernshire.pdf"
    assert example.document.text[record["start"] : record["end"]] == record["text"]
    assert [finding["confidence"] for finding in record["findings"]] == [0.8, 0.612346]
    assert [finding["area"] for finding in record["findings"]] == [Area.CHILDREN_IN_CARE] * 2
    assert (record["authority"], record["published"]) == ("Fernshire", dt.date(2024, 6, 28))
    assert list(record["scores"]) == [str(label) for label in LABELS]
    assert record["scores"]["assessment_planning:weakness"] == 0.612346
    assert sum(map(bool, record["scores"].values())) == 2


def test_line_record_gives_the_id_back(example):
    assert records.line_record(7, example.results[1])["id"] == 7
    assert records.line_record("7", example.results[1])["id"] == "7"


def test_records_have_the_fields_that_their_types_name(explained):
    marked = Selection(sure_from=(0.7,) * 22).apply(explained.results[0])
    sentence, line = records.sentence_record(explained.document, marked), records.line_record(7, marked)
    for record, of_record, of_finding in (
        (sentence, records.SentenceRecord, records.FindingRecord),
        (line, records.LineRecord, records.LineFindingRecord),
    ):
        assert list(record) == names(of_record)
        assert [list(finding) for finding in record["findings"]] == [names(of_finding)] * 2


def test_findings_of_a_line_have_the_three_fields_that_were_promised(example):
    for finding in records.line_record(7, example.results[0])["findings"]:
        assert list(finding) == ["domain", "polarity", "confidence"]


def test_fields_of_options_are_columns_where_they_were_asked_for():
    for row in (records.FindingRow, records.LineFindingRow):
        usual, marked = records.column_names(row, ()), records.column_names(row, {"unsure"})
        assert set(marked) - set(usual) == {"unsure"}
        assert [name for name in marked if name != "unsure"] == usual


def test_reasons_are_in_the_records_where_there_are_any(explained):
    [finding, *_] = records.sentence_record(explained.document, explained.results[0])["findings"]
    assert [each.words for each in finding["because"]] == ["Partners", "drift", None, None]
    assert records.line_record(7, explained.results[0])["findings"][0]["because"] == finding["because"]
    [row, *_] = records.finding_rows(explained.document, explained.results[0])
    [line, *_] = records.line_finding_rows(7, explained.results[0])
    assert row.because == line.because == "“Partners” +3.0; against it “drift” −1.0"


def test_the_two_outputs_of_a_document_have_the_same_fields():
    objects = {*names(records.SentenceRecord), *names(records.FindingRecord)}
    assert objects - set(records.column_names(records.FindingRow)) == {"findings", "scores"}
    assert set(records.column_names(records.FindingRow)) <= objects


@pytest.mark.parametrize(
    "record",
    [
        records.ReasonRecord,
        *(records.SentenceRecord, records.FindingRecord, records.FindingRow),
        *(records.LineRecord, records.LineFindingRecord, records.LineFindingRow),
    ],
)
def test_every_field_is_documented(record):
    assert [name for name in names(record) if f"``{name}``" not in records.__doc__] == []


def test_finding_rows_have_the_area_that_counts(example):
    rows = [row for result in example.results for row in records.finding_rows(example.document, result)]
    assert [(row.domain, row.area) for row in rows] == [
        (Domain.PARTNERSHIP, Area.CHILDREN_IN_CARE),
        (Domain.ASSESSMENT_PLANNING, Area.CHILDREN_IN_CARE),
        (Domain.OVERSIGHT, Area.LEADERS),
    ]
    assert {row.authority for row in rows} == {"Fernshire"}


def test_line_finding_rows_say_the_same_as_those_of_documents(example):
    for result in example.results:
        lines = list(records.line_finding_rows("x", result))
        rows = list(records.finding_rows(example.document, result))
        shared = set(records.column_names(records.FindingRow)) & set(
            records.column_names(records.LineFindingRow)
        )
        assert len(shared - records.OF_OPTIONS) == 7
        for line, row in zip(lines, rows, strict=True):
            assert {name: getattr(line, name) for name in shared} == {
                name: getattr(row, name) for name in shared
            }


def test_scores_are_rounded_as_python_rounds(example):
    halves = [0.1234565, 0.0000005, 2.5e-6, 0.9999995, 0.5, 1e-9, 1 - 1e-9]
    row = (*halves, *np.random.default_rng(0).random(22 - len(halves)).tolist())
    result = replace(example.results[0], scores=row)
    assert records.rounded([result, result]) == [[round(each, 6) for each in row]] * 2
    assert list(records.line_record(7, result)["scores"].values()) == [round(each, 6) for each in row]
    assert records.rounded([]) == []
