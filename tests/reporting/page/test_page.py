"""The page of one report as HTML, whoever opens it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from inspection_findings.documents.types import Metadata
from inspection_findings.reporting.page import report_page

MADE = dt.date(2026, 11, 22)
BIGGEST = 1_600
"""Bytes a finding of a page, all else that belongs to its sentence included."""


class Words(HTMLParser):
    """The words of a page, and its elements with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._parts: list[str] = []
        self._apart = False
        self.feed(page)
        self.text = " ".join("".join(self._parts).split())

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._apart = tag in {"style", "script"}

    def handle_endtag(self, tag):
        self._apart = False

    def handle_data(self, data):
        if not self._apart:
            self._parts.append(data)


def test_it_says_what_the_report_says_of_itself(make_report):
    text = Words(report_page(make_report(), made=MADE)).text
    for said in (
        "FrameworkILACS",
        "Inspected4 to 8 March 2024",
        "Published30 April 2024",
        "Lead inspectorMorgan Ashdown",
        "Read fromfernshire.md, 3 pages",
        "Children in careGood",
        "Impact of leadersRequires improvement",
    ):
        assert said in text


def test_it_sums_up_in_a_sentence_with_unsure_findings_apart(make_report):
    assert (
        "9 sentences, 4 strengths and 4 weaknesses; 2 more findings are unsure."
        in Words(report_page(make_report())).text
    )
    assert (
        "9 sentences, 5 strengths and 5 weaknesses." in Words(report_page(make_report(precision=None))).text
    )


def test_counts_stand_in_the_table_as_text(make_report):
    text = Words(report_page(make_report())).text
    assert "Management oversight 2 – 1 " in text
    assert "Children in care, graded Good 1 3 1 " in text
    assert "Impact of leaders, graded Requires improvement 2 1 1" in text


def test_every_sentence_stands_in_it_once_in_order_with_its_findings(make_report):
    report = make_report()
    text = Words(report_page(report)).text.split("sentence by sentence", 1)[1]
    places = [text.index(each.sentence.text) for each in report.results]
    assert places == sorted(places)
    assert "drift. −Weakness: Assessment and planning very likely 88%" in text
    assert "+Strength: Children in care unsure 50%" in text


def test_a_sentence_is_marked_on_the_sides_that_it_is_on(make_report):
    lines = re.findall(r'<div class="line ?([a-z ]*)" id="(s\d+)"', report_page(make_report()))
    sides = {number: classes for classes, number in lines}
    assert sides["s4"] == ""
    assert (sides["s1"], sides["s3"], sides["s6"]) == ("weakness", "strength", "weakness strength")


def test_what_stands_out_leads_to_its_place(make_report):
    report = make_report()
    page = report_page(report)
    quotes = re.findall(r'<figure class="quote" data-page="(\d)">\s*<blockquote>(.*?)</blockquote>', page)
    assert quotes[0] == ("1", "How regularly supervision takes place.")
    links = re.findall(r'<a href="#s(\d+)">Page', page)
    assert [report.results[int(number) - 1].sentence.text for number in links] == [text for _, text in quotes]


def test_reasons_are_told_in_words(make_report):
    text = Words(report_page(make_report())).text
    assert "Speaks for it Caseloads strongly, subject stay. clearly, judgement" in text
    assert "Speaks against it what comes before it slightly" in text
    assert "log-odds" not in text


def test_without_explanations_nothing_can_be_opened(make_report):
    page = Words(report_page(make_report(explain=False)))
    assert "Speaks for it" not in page.text
    assert "Why does it say so?" not in page.text
    assert {dict(attrs).get("id") for tag, attrs in page.elements if tag == "details"} == {"panel"}


def test_it_says_what_made_it_and_what_it_is_not_for(make_report):
    text = Words(report_page(make_report(), made=MADE)).text
    assert "on 22 November 2026" in text
    assert "with the model small 0.1.0+aa of 2026-01-01. It has learnt from 1,200 sentences" in text
    assert "labelled with a model’s help" in text
    assert "at least 70% of them" in text
    assert "To rank or grade councils" in text


def test_no_identifier_stands_twice_and_every_link_inside_leads_somewhere(make_report):
    elements = Words(report_page(make_report())).elements
    identifiers = [attrs["id"] for _, attrs in elements if "id" in attrs]
    assert len(identifiers) == len(set(identifiers))
    inside = [attrs["href"][1:] for tag, attrs in elements if tag == "a" and attrs["href"].startswith("#")]
    assert {each for each in inside if "=" not in each} <= set(identifiers)
    assert [
        attrs["href"] for tag, attrs in elements if tag == "a" and not attrs["href"].startswith("#")
    ] == []


HOSTILE = """\
# </title><script>alert(1)</script> Inspection of "Fernshire" & children's services

<script>alert(2)</script> Caseloads are "fine" & workers' plans </script> drift\u202e.ylbirroh
"""


def test_nothing_in_a_letter_becomes_part_of_the_page(make_report):
    report = make_report(HOSTILE.encode(), name='"><img src=x onerror=alert(3)>.txt')
    page = Words(report_page(report))
    assert [tag for tag, _ in page.elements].count("script") == 1
    assert "img" not in {tag for tag, _ in page.elements}
    assert not [attrs for _, attrs in page.elements if any(name.startswith("on") for name in attrs)]
    assert "\u202e" not in report_page(report)


def test_characters_that_are_none_are_shown_as_such(make_report):
    report = make_report()
    first, *others = report.results
    odd = replace(first, sentence=replace(first.sentence, text="Nul \x00 and half \udcff a character."))
    page = report_page(replace(report, results=(odd, *others)))
    assert "Nul \ufffd and half \\udcff a character." in page
    page.encode("utf-8")


def test_a_document_that_says_nothing_of_itself_has_a_page(make_report):
    report = make_report("Caseloads are high.\n", name="<stdin>", findings={}, pages=False)
    bare = replace(report, document=replace(report.document, metadata=Metadata(), grades={}))
    text = Words(report_page(bare)).text
    assert "No findings in 1 sentence." in text
    assert "What stands out" not in text
    assert "Grades given" not in text


def test_a_document_without_sentences_has_a_page(make_report):
    report = make_report()
    empty = replace(report, document=replace(report.document, sections=()), results=())
    assert "No text was found in this document." in Words(report_page(empty)).text


@pytest.mark.parametrize(
    "letter",
    [
        b"<!doctype html><html><body><h1>Visit</h1><p>Caseloads are fine. Plans drift.</p></body></html>",
        b"Caseloads are fine.\n\nPartners share what they know.\n",
    ],
    ids=["html", "text"],
)
def test_other_formats_have_a_page_without_page_numbers(make_report, letter):
    page = Words(report_page(make_report(letter, pages=False)))
    assert "+Strength: Workforce nearly certain 96%" in page.text
    assert 'aria-label="Pages"' not in str(page.elements)


def test_a_page_grows_by_little_for_each_finding(make_report):
    body = "Caseloads are manageable now and workers stay in the same teams for years on end. " * 30
    small, large = (
        len(report_page(make_report("# Visit\n\n" + f"{body}\n\n" * times)).encode()) for times in (1, 5)
    )
    assert (large - small) / 120 < BIGGEST
