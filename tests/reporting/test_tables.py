from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.console import Console

from inspection_findings.documents.types import Metadata
from inspection_findings.model.explanation import Contribution, Explanation, Origin
from inspection_findings.reporting import tables
from inspection_findings.reporting.document_records import grade_row
from inspection_findings.reporting.outline import print_outline
from inspection_findings.reporting.selection import Selection


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


def test_findings_stand_beside_their_sentence_with_page_and_confidence(console, printed, example):
    tables.TableWriter(console).write_document(example.document, example.results)
    lines = [line.rstrip() for line in printed().splitlines()]
    first = next(i for i, line in enumerate(lines) if "Partners meet" in line)
    assert lines[first].split()[:2] == ["1", "Partners"]
    assert lines[first].endswith("+ partnership           ████░ 80%")
    assert lines[first + 1].endswith("− assessment planning   ███░░ 61%")
    assert "Inspectors came" not in printed()


def test_sections_head_their_sentences(console, printed, example):
    tables.TableWriter(console, show_all=True).write_document(example.document, example.results)
    lines = [line.strip() for line in printed().splitlines()]
    places = [lines.index(heading) for heading in ("Children in care", "Summary", "No section")]
    sentences = [
        next(i for i, line in enumerate(lines) if text in line)
        for text in ("Partners", "Supervision", "in May")
    ]
    assert places == sorted(places)
    assert [sentence - place for place, sentence in zip(places, sentences, strict=True)] == [1, 1, 1]
    assert [lines[place - 1] for place in places[1:]] == ["", ""]


def test_a_document_without_sections_has_no_headings(console, printed, example):
    results = [replace(r, sentence=replace(r.sentence, section=None)) for r in example.results]
    tables.TableWriter(console).write_document(example.document, results)
    assert "No section" not in printed()


@pytest.mark.parametrize("width", [40, 60, 71])
def test_on_a_narrow_terminal_findings_stand_under_their_sentence(printed, console, example, width):
    console.width = width
    tables.TableWriter(console).write_document(example.document, example.results)
    lines = [line.strip() for line in printed().splitlines()]
    assert "+ partnership 80%" in lines
    assert lines.index("− assessment planning 61%") == lines.index("+ partnership 80%") + 1
    assert max(map(len, printed().splitlines()[3:])) <= width


def test_unsure_findings_are_marked(console, printed, example):
    marked = Selection(sure_from=(0.7,) * 22).apply(example.results[0])
    tables.TableWriter(console).write_document(example.document, [marked])
    assert "███░░ 61% unsure" in printed()
    assert printed().count("unsure") == 1


def test_all_sentences_when_asked(console, printed, example):
    tables.TableWriter(console, show_all=True).write_document(example.document, example.results)
    assert "Inspectors came in May." in printed()


def test_reasons_stand_set_in_under_their_finding(console, printed, explained):
    tables.TableWriter(console).write_document(explained.document, explained.results)
    lines = printed().splitlines()
    first = next(i for i, line in enumerate(lines) if "Partners meet" in line)
    column = lines[first].index("Partners meet")
    assert [line[column:].rstrip() for line in lines[first + 1 : first + 3]] == [
        "  + partnership 80%",
        "    because “Partners” +3.0; against it “drift” −1.0",
    ]
    assert lines[first + 3][column:].startswith("  − assessment planning 61%")


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
