from __future__ import annotations

from inspection_findings.labels import LABELS, Area, Domain
from inspection_findings.reporting import records


def test_sentence_record(example):
    record = records.sentence_record(example.document, example.results[0])
    assert record.document == "letters/fernshire.pdf"
    assert example.document.text[record.start : record.end] == record.text
    assert [finding.confidence for finding in record.findings] == [0.8, 0.612346]
    assert list(record.scores) == [str(label) for label in LABELS]
    assert record.scores["assessment_planning:weakness"] == 0.612346
    assert sum(map(bool, record.scores.values())) == 2


def test_line_record_gives_the_id_back(example):
    assert records.line_record(7, example.results[1]).id == 7
    assert records.line_record("7", example.results[1]).id == "7"


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
        assert len(shared) == 7
        for line, row in zip(lines, rows, strict=True):
            assert {name: getattr(line, name) for name in shared} == {
                name: getattr(row, name) for name in shared
            }
