"""Reports as rows: what one process writes is what another adds."""

from __future__ import annotations

import dataclasses
import io

import pytest

from inspection_findings.overview.rows import ReportRows, RowsWriter, report_rows
from made_reports import made_report


def test_rows_come_through_a_stream_unchanged():
    report = made_report("Leeds City Council", precision=0.75)
    stream = io.StringIO()
    RowsWriter(stream).write_document(report.document, report.results)
    line = stream.getvalue()
    assert line.endswith("\n")
    assert line.count("\n") == 1
    rows = ReportRows.from_json(line)
    assert (rows.authority, rows.region, rows.date, rows.year) == (
        *("Leeds", "Yorkshire and The Humber", "2024-03-08", 2024),
    )
    assert rows.findings[0][:3] == [0, "assessment_planning", "weakness"]
    assert rows.findings[0][3:] == ["help_and_protection", 0.9, False]
    assert rows.to_json() == report_rows(report.document, report.results).to_json()


def test_a_name_that_is_not_in_utf_8_is_shown_with_an_escape():
    report = made_report(name="a\udcff.md")
    assert report_rows(report.document, report.results).document == "a\\udcff.md"


def test_without_an_inspection_the_day_of_publication_gives_the_year():
    report = made_report()
    metadata = dataclasses.replace(
        report.document.metadata,
        published=report.document.metadata.inspection_end,
        inspection_start=None,
        inspection_end=None,
    )
    document = dataclasses.replace(report.document, metadata=metadata)
    assert report_rows(document, report.results).year == 2024


def test_lines_belong_to_no_report():
    with pytest.raises(NotImplementedError):
        RowsWriter(io.StringIO()).write_lines([], [])
