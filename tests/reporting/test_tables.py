from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.console import Console

from inspection_findings.documents.types import Grade, Metadata
from inspection_findings.labels import Area
from inspection_findings.model.explanation import Contribution, Explanation, Origin
from inspection_findings.reporting import tables
from inspection_findings.reporting.document_records import grade_row
from inspection_findings.reporting.outline import print_outline
from inspection_findings.reporting.selection import Selection
from inspection_findings.reporting.summary import Summary


@pytest.fixture
def console() -> Console:
    return Console(file=io.StringIO(), width=100)


@pytest.fixture
def printed(console) -> Callable[[], str]:
    return console.file.getvalue


def line_with(text: str, start: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(start))


def test_heading_states_what_the_document_states(console, printed, example):
    tables.print_heading(console, example.document)
    assert printed().splitlines()[:3] == [
        "letters/fernshire.pdf",
        "Fernshire, ILACS, inspected 7 to 17 May 2024, published 28 June 2024",
        "Grades: overall good, children in care requires improvement",
    ]


def test_sentences_with_page_section_and_findings(console, printed, example):
    tables.TableWriter(console).write_document(example.document, example.results)
    lines = printed().splitlines()
    first = next(i for i, line in enumerate(lines) if "Partners meet" in line)
    assert lines[first].split()[:3] == ["1", "children", "in"]
    assert "+ partnership 0.80" in lines[first]
    assert "− assessment planning 0.61" in lines[first + 1]
    assert "Inspectors came" not in printed()


def test_all_sentences_when_asked(console, printed, example):
    tables.TableWriter(console, show_all=True).write_document(example.document, example.results)
    assert "Inspectors came in May." in printed()


def test_reasons_stand_set_in_under_the_sentence(console, printed, explained):
    tables.TableWriter(console).write_document(explained.document, explained.results)
    lines = printed().splitlines()
    first = next(i for i, line in enumerate(lines) if "Partners meet" in line)
    column = lines[first].index("Partners meet") + 2
    assert lines[first + 1][column:].startswith("+ partnership because “Partners” +3.0;")
    [other] = [line for line in lines if "− assessment planning because" in line]
    assert other[column] == "−"


def test_words_among_the_reasons_cannot_send_escape_sequences(console, printed, example):
    result = example.results[0]
    contributions = (
        Contribution(Origin.BASELINE, 0.0),
        Contribution(Origin.WORDS, 1.0, 0, 0, "\x1b[2J", 0, 4),
    )
    unsafe = Explanation("\x1b[2J", result.findings[0].label, 1.0, contributions)
    tables.TableWriter(console).write_document(
        example.document, [replace(result, explanations=(unsafe, unsafe))]
    )
    assert "because “" in printed()
    assert "\x1b" not in printed()


def test_a_document_without_findings_says_so(console, printed, example):
    tables.TableWriter(console).write_document(example.document, example.results[2:])
    assert "No findings in 1 sentence." in printed()
    assert "Sentence" not in printed()


def test_markup_in_a_sentence_is_text(console, printed, example):
    result = example.results[1]
    sentence = type(result.sentence)("Supervision [bold]is[/bold] [red]warm.")
    tables.TableWriter(console).write_lines(
        ["[b]x[/b]"], [type(result)(sentence, result.findings, result.scores)]
    )
    assert "Supervision [bold]is[/bold] [red]warm." in printed()
    assert "[b]x[/b]" in printed()


def test_lines_without_findings_print_nothing(console, printed, example):
    tables.TableWriter(console).write_lines(["a"], example.results[2:])
    assert printed() == ""


def test_summary_shows_area_beside_grade(console, printed, example):
    summary = Summary(failures=1)
    summary.add_document(example.document, example.results)
    tables.print_summary(console, summary)
    out = printed()
    assert out.startswith("1 document, 3 sentences, 3 findings: 2 strengths, 1 weakness; 1 could not be read")
    assert line_with(out, "overall").split()[1:3] == ["2", "1"]
    assert line_with(out, "overall").rstrip().endswith("67%    good")
    assert line_with(out, "children in care").rstrip().endswith("requires improvement")
    assert line_with(out, "oversight").rstrip().endswith("leaders")
    assert "workforce" not in out


def test_summary_leaves_out_areas_with_neither_findings_nor_a_grade(console, printed, example):
    summary = Summary()
    summary.add_document(example.document, example.results)
    summary.grades[Area.HELP_AND_PROTECTION][Grade.GOOD] += 1
    tables.print_summary(console, summary)
    assert "care leavers" not in printed()
    assert line_with(printed(), "help and protection").split()[3:5] == ["0", "0"]


def test_summary_of_several_documents_counts_grades(console, printed, example):
    summary = Summary()
    summary.add_document(example.document, example.results)
    summary.add_document(example.document, example.results)
    tables.print_summary(console, summary)
    assert line_with(printed(), "overall").rstrip().endswith("2 good")


def test_totals_line_of_lines(example):
    summary = Summary()
    summary.add_line(example.results[0])
    assert tables.totals_line(summary) == "1 line, 2 findings: 1 strength, 1 weakness"


def test_domains_line_names_those_with_findings(example):
    summary = Summary()
    summary.add_document(example.document, example.results)
    assert tables.domains_line(summary) == "oversight +1 -0, assessment planning +0 -1, partnership +1 -0"


@pytest.fixture
def half_sure(example) -> Summary:
    summary = Summary(precision=0.9)
    marked = Selection(sure_from=(0.7,) * 22)
    summary.add_document(example.document, [marked.apply(result) for result in example.results])
    return summary


def test_unsure_findings_are_counted_apart(console, printed, half_sure):
    tables.print_summary(console, half_sure)
    out = printed()
    assert "2 findings at precision 0.9 or better: 2 strengths, 0 weaknesses; 1 more" in out
    assert line_with(out, "Domain").split() == [
        *("Domain", "Strengths", "Weaknesses", "Unsure"),
        *("Share", "of", "strengths", "Area"),
    ]
    assert line_with(out, "assessment planning").split()[2:5] == ["0", "0", "1"]
    assert line_with(out, "children in care").split()[3:6] == ["1", "0", "1"]
    assert tables.domains_line(half_sure) == (
        "oversight +1 -0, assessment planning +0 -0 (1 unsure), partnership +1 -0"
    )


def test_unsure_is_no_column_where_nothing_was_promised(console, printed, example):
    summary = Summary()
    summary.add_document(example.document, example.results)
    tables.print_summary(console, summary)
    assert "nsure" not in printed()


def test_grades_table(console, printed, example):
    tables.print_grades(console, [grade_row(example.document)])
    line = line_with(printed(), "fernshire.pdf")
    assert line.split() == ["fernshire.pdf", "good", "requires"]


def test_metadata_table_has_a_line_for_each_fact(console, printed):
    console.print(tables.metadata_table(Metadata(title="A letter", lead_inspector="Morgan Ashdown")))
    assert [line.split("  ")[0] for line in printed().splitlines()] == ["title", "lead inspector"]


def test_outline_has_sections_with_counts_and_pages(console, printed, example):
    print_outline(console, example.document)
    out = printed()
    assert "pdf, 3 pages, 3 sentences" in out
    assert "(no heading)  [children in care: 1 passage, 1 sentence]" in out
    assert line_with(out, "p.2").endswith("Supervision is warm.")
