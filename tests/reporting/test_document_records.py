from __future__ import annotations

from inspection_findings.documents.types import Grade
from inspection_findings.labels import Area
from inspection_findings.reporting import document_records
from inspection_findings.reporting.records import column_names


def test_grade_row_has_a_column_for_each_area(example):
    row = document_records.grade_row(example.document)
    assert (row.overall, row.children_in_care) == (Grade.GOOD, Grade.REQUIRES_IMPROVEMENT)
    assert (row.leaders, row.help_and_protection, row.care_leavers) == (None, None, None)
    assert row.lead_inspector is None
    assert set(column_names(document_records.GradeRow)) >= {area.value for area in Area}


def test_document_record_holds_the_whole_document(example):
    record = document_records.document_record(example.document)
    sentences = [s for section in record.sections for passage in section.passages for s in passage.sentences]
    assert [record.text[s.start : s.end] for s in sentences] == [s.text for s in sentences]
    assert [section.section for section in record.sections] == ["children_in_care", "summary", None]
    assert record.metadata is example.document.metadata
