from __future__ import annotations

import datetime as dt
import pickle
from dataclasses import replace

import pytest

from inspection_findings.documents.types import Sentence
from inspection_findings.labels import Domain
from inspection_findings.model.parameters import ModelMetadata
from inspection_findings.reporting.classified import ClassifiedReport
from inspection_findings.reporting.selection import Selection
from inspection_findings.reporting.summary import Summary
from inspection_findings.reporting.workbook import FindingsWorkbook, Rows, report_workbook
from workbooks import opened, records

MADE = dt.datetime(2026, 11, 22, 12, 0)
MODEL = ModelMetadata("small", "1.0+abc", "2026-11-01")


def reported(example, *, precision: float | None = None) -> ClassifiedReport:
    results = example.results
    if precision is not None:
        marked = Selection(sure_from=(precision,) * 22)
        results = [marked.apply(result) for result in results]
    return ClassifiedReport(example.document, tuple(results), MODEL, precision)


@pytest.fixture
def data(example) -> bytes:
    return report_workbook([reported(example)], made=MADE)


def test_it_has_four_sheets_and_a_title(data):
    book = opened(data)
    assert book.sheetnames == ["Summary", "Findings", "Grades", "About"]
    assert book.properties.title == "Findings: Fernshire"
    assert book.active.title == "Summary"


def test_a_finding_is_a_row_in_words(data):
    first, *others = records(data, "Findings")
    assert first == {
        "Authority": "Fernshire",
        "Published": dt.datetime(2024, 6, 28),
        "Page": 1,
        "Section": "Children in care",
        "Sentence": "Partners meet, but plans drift.",
        "Strength or weakness": "Strength",
        "Domain": "Work with partners",
        "Area": "Children in care",
        "Confidence": 0.8,
        "Document": "letters/fernshire.pdf",
    }
    assert [(row["Domain"], row["Confidence"]) for row in others] == [
        ("Assessment and planning", 0.612346),
        ("Management oversight", 0.9),
    ]


def test_confidence_is_a_percentage_and_never_a_whole_one(data):
    assert opened(data)["Findings"]["I2"].number_format == '[>=0.995]"99%";0%'


def test_the_header_stays_and_filters(data):
    sheet = opened(data)["Findings"]
    assert sheet.freeze_panes == "A2"
    assert sheet.tables["Findings"].autoFilter.ref == "A1:J4"


def test_summary_says_which_report_and_counts_by_domain_and_area(data):
    facts = {row[0].value: row[1].value for row in opened(data)["Summary"].iter_rows(min_row=3, max_row=6)}
    assert facts["Inspected"] == "7 to 17 May 2024"
    assert facts["Framework"] == "ILACS"
    domains = records(data, "ByDomain", "Summary")
    assert len(domains) == len(Domain)
    assert domains[1] == {
        "Domain": "Management oversight",
        "Weaknesses": 0,
        "Strengths": 1,
        "Share of strengths": 1,
        "Usual area": "Impact of leaders",
    }
    areas = records(data, "ByArea", "Summary")
    assert [(row["Area"], row["Weaknesses"], row["Strengths"], row["Grade given"]) for row in areas] == [
        ("Overall effectiveness", 1, 2, "Good"),
        ("Impact of leaders", 0, 1, None),
        ("Help and protection", 0, 0, None),
        ("Children in care", 1, 1, "Requires improvement"),
        ("Care leavers", 0, 0, None),
    ]


def test_bars_of_weaknesses_and_strengths_have_one_scale_a_table(data):
    tops = [
        float(rule.dataBar.cfvo[1].val)
        for area in opened(data)["Summary"].conditional_formatting
        for rule in area.rules
        if rule.dataBar is not None
    ]
    # The domains, then the areas, of which the overall one has all findings.
    assert tops == [1, 1, 2, 2]


def test_grades_have_a_row_a_report(data):
    [row] = records(data, "Grades")
    assert (row["Framework"], row["Inspection start"]) == ("ILACS", dt.datetime(2024, 5, 7))
    assert (row["Overall effectiveness"], row["Care leavers"]) == ("Good", None)


def test_unsure_is_a_column_where_a_precision_was_asked_for(example, data):
    asked = report_workbook([reported(example, precision=0.7)], made=MADE)
    assert [row["Unsure"] for row in records(asked, "Findings")] == ["no", "yes", "no"]
    assert records(asked, "ByDomain", "Summary")[6]["Unsure"] == 1
    assert "Unsure" not in records(data, "Findings")[0]


def test_reasons_are_a_column_where_there_are_some(explained, data):
    rows = records(report_workbook([reported(explained)], made=MADE), "Findings")
    assert rows[2]["Why"] == "“Supervision” +2.0"
    assert "Why" not in records(data, "Findings")[0]


def test_several_reports_stand_below_each_other(example):
    other = replace(example.document, name="letters/other.pdf")
    reports = [reported(example), replace(reported(example), document=other)]
    data = report_workbook(reports, made=MADE)
    assert [row["Document"] for row in records(data, "Findings")] == [
        *["letters/fernshire.pdf"] * 3,
        *["letters/other.pdf"] * 3,
    ]
    assert len(records(data, "Grades")) == 2
    assert opened(data)["Summary"]["A1"].value == "Findings of 2 reports"
    assert records(data, "ByArea", "Summary")[0]["Grade given"] == "2 good"


def test_nothing_in_a_report_becomes_a_formula(example):
    result = replace(example.results[1], sentence=Sentence("=HYPERLINK(A1)"))
    document = replace(
        example.document, name="@x.pdf", metadata=replace(example.document.metadata, title="+1")
    )
    data = report_workbook([ClassifiedReport(document, (result,), MODEL)], made=MADE)
    book = opened(data)
    assert [cell.coordinate for sheet in book for row in sheet for cell in row if cell.data_type == "f"] == []
    assert records(data, "Findings")[0]["Sentence"] == "=HYPERLINK(A1)"


def test_lines_have_ids_and_no_grades(example):
    workbook = FindingsWorkbook(MODEL, made=MADE, lines=True)
    summary = Summary()
    workbook.write_lines([7, "=b", "c"], example.results)
    for result in example.results:
        summary.add_line(result)
    data = workbook.to_bytes(summary)
    assert opened(data).sheetnames == ["Summary", "Findings", "About"]
    assert [row["Id"] for row in records(data, "Findings")] == [7, 7, "=b"]
    assert opened(data)["Summary"]["A1"].value == "Findings of 3 lines"
    assert list(opened(data)["Summary"].tables) == ["ByDomain"]


def test_rows_of_another_process_give_the_same_workbook(example, data):
    workbook = FindingsWorkbook(MODEL, made=MADE)
    rows = Rows()
    rows.write_document(example.document, example.results)
    workbook.add(pickle.loads(pickle.dumps(rows.kept())))  # noqa: S301 - our own
    summary = Summary()
    summary.add_document(example.document, example.results)
    assert workbook.to_bytes(summary) == data


def test_a_report_without_findings_has_an_empty_table(example):
    report = ClassifiedReport(example.document, tuple(example.results[2:]), MODEL)
    data = report_workbook([report], made=MADE)
    assert set(records(data, "Findings")[0].values()) == {None}
    assert opened(data)["Summary"]["A2"].value.startswith("1 document, 1 sentence, 0 findings")


def test_no_report_is_refused():
    with pytest.raises(ValueError, match="needs a report"):
        report_workbook([])


class TestAbout:
    def text(self, report: ClassifiedReport) -> str:
        sheet = opened(report_workbook([report], made=MADE))["About"]
        return "\n".join(str(cell.value) for row in sheet for cell in row if cell.value is not None)

    def test_it_says_what_made_the_findings_and_what_they_are_not_for(self, example):
        text = self.text(reported(example))
        assert "small 1.0+abc, trained 2026-11-01" in text
        assert "Do not rank or grade councils" in text
        assert "Unsure" not in text
        assert "How good it is" not in text

    def test_it_says_what_was_promised(self, example):
        assert "At least 70% of all findings that are not marked unsure" in self.text(
            reported(example, precision=0.7)
        )

    def test_it_says_how_to_read_reasons(self, explained):
        assert "+0.7 doubles the odds" in self.text(reported(explained))

    def test_it_says_how_good_the_model_was(self, example):
        label = {"label": "voice:strength", "recall": 0.5, "support": 4}
        metrics = {
            "reliability": {"right": 0.8},
            "per_label": [label, label | {"recall": 1}],
            "documents": 61,
        }
        report = replace(reported(example), model=replace(MODEL, metrics=metrics))
        assert "On 61 documents that it had not seen, 80% of what it found was right, and it found 75%" in (
            self.text(report)
        )
