"""A report as its page lays it out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspection_findings.documents.types import Document, Format, Metadata
from inspection_findings.reporting.page.view import file_name, heading, pages, parts, source


def document(**known: object) -> Document:
    return Document("C:\\letters\\autumn visit.pdf", Format.PDF, "", (), **known)


def test_parts_follow_the_document_and_keep_every_sentence_in_order(make_report):
    report = make_report()
    laid = parts(report.document, report.results)
    assert [part.name for part in laid] == [each.heading for each in report.document.sections]
    lines = [
        line for part in laid for group in part.groups for each in group.paragraphs for line in each.lines
    ]
    assert [line.text for line in lines] == [each.text for each in report.document.sentences()]
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert [[note.finding for note in line.notes] for line in lines] == [
        list(each.findings) for each in report.results
    ]


def test_bullets_stand_together_and_paragraphs_have_their_number(make_report):
    report = make_report()
    laid = parts(report.document, report.results)
    [points] = next(part for part in laid if part.name == "What needs to improve").groups
    assert points.bullets
    assert len(points.paragraphs) == 2
    [paragraphs] = next(part for part in laid if part.name.startswith("The experiences")).groups
    assert not paragraphs.bullets
    assert [each.number for each in paragraphs.paragraphs] == ["1", "2", "3"]


def test_a_page_turns_once_however_often_it_comes(make_report):
    report = make_report()
    laid = parts(report.document, report.results)
    turned = [
        line.page
        for part in laid
        for group in part.groups
        for paragraph in group.paragraphs
        for line in paragraph.lines
        if line.turns
    ]
    assert turned == list(pages(laid)) == sorted(set(turned))


def test_without_pages_no_page_turns(make_report):
    report = make_report(pages=False)
    assert pages(parts(report.document, report.results)) == ()


def test_a_section_without_a_heading_is_called_what_it_is(make_report):
    report = make_report("Plans are late.\n")
    [part] = parts(report.document, report.results)
    assert (part.name, part.has_heading) == ("Without a heading", False)


def test_results_of_another_document_are_refused(make_report):
    report = make_report()
    with pytest.raises(ValueError, match="a result for every sentence"):
        parts(report.document, report.results[1:])


def test_a_report_is_named_by_its_authority_its_title_or_its_file():
    assert heading(document(metadata=Metadata(authority="Fernshire", title="A letter"))) == "Fernshire"
    assert heading(document(metadata=Metadata(title="A letter"))) == "A letter"
    assert heading(document()) == file_name(document()) == "autumn visit.pdf"


def test_the_source_of_a_quotation_says_what_is_known(make_report):
    report = make_report()
    assert source(report.document) == "Fernshire, ILACS, inspected 4 to 8 March 2024"
    published = replace(report.document.metadata, inspection_start=None, inspection_end=None)
    assert source(replace(report.document, metadata=published)) == "Fernshire, ILACS, published 30 April 2024"
    assert source(document()) == "autumn visit.pdf"
