"""Templates of pages: what is escaped, and what a page lets run."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from inspection_findings.documents.types import Grade
from inspection_findings.labels import Domain, Finding, Polarity
from inspection_findings.reporting.html import environment, render_page
from inspection_findings.reporting.summary import Tally

TEMPLATE = """\
{% extends "shared/base.html" %}
{% block title %}{{ words }}{% endblock %}
{% block body %}<main id="main"><h1>{{ words }}</h1></main>{% endblock %}
"""
SHARED = '{% import "shared/macros.html" as shared %}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "page.html").write_text(TEMPLATE)
    (tmp_path / "own.css").write_text("h1 { color: red }\n")
    (tmp_path / "own.js").write_text('"use strict";\ndocument.title += "!";\n')
    return tmp_path


def shown(folder: Path, source: str, **context: object) -> str:
    return environment(folder).from_string(SHARED + source).render(**context)


def hashed(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_a_page_allows_its_own_style_and_script_by_their_hashes_and_nothing_else(folder):
    page = render_page(folder, "page.html", styles=["own.css"], scripts=["own.js"], words="Fernshire")
    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    rules = dict(each.split(" ", 1) for each in policy.replace("&#39;", "'").split("; "))
    [style] = re.findall(r"<style>(.*?)</style>", page, re.S)
    [script] = re.findall(r"<script>(.*?)</script>", page, re.S)
    assert "h1 { color: red }" in style
    assert rules["style-src"] == f"'sha256-{hashed(style)}'"
    assert rules["script-src"] == f"'sha256-{hashed(script)}'"
    assert rules["default-src"] == "'none'"


def test_a_page_without_scripts_runs_none(folder):
    page = render_page(folder, "page.html", words="Fernshire")
    assert "script-src &#39;none&#39;" in page
    assert "<script" not in page


def test_text_is_escaped_and_cannot_turn_a_line_around(folder):
    page = render_page(folder, "page.html", words="</title><script>x()</script>\x00 \u202egnirts")
    assert "<script" not in page
    assert "&lt;script&gt;x()&lt;/script&gt;\ufffd \ufffdgnirts" in page


def test_a_name_that_is_not_given_is_an_error(folder):
    with pytest.raises(UndefinedError, match="words"):
        render_page(folder, "page.html")


def test_json_cannot_end_the_script_that_it_stands_in(folder):
    assert shown(folder, "{{ value | tojson }}", value={"a": "</script>\u2028"}) == (
        '{"a":"\\u003c/script\\u003e\\u2028"}'
    )


def test_a_finding_says_in_words_what_its_colour_says(folder):
    chip = "{{ shared.chip(finding) }}"
    sure = shown(folder, chip, finding=Finding(Domain.ASSESSMENT_PLANNING, Polarity.WEAKNESS, 0.934, False))
    assert read_aloud(sure) == "−Weakness: Assessment and planning very likely 93%"
    unsure = shown(folder, chip, finding=Finding(Domain.WORKFORCE, Polarity.STRENGTH, 0.61, True))
    assert read_aloud(unsure) == "+Strength: Workforce unsure 61%"


def test_a_bar_ends_where_its_counts_say(folder):
    bar = shown(folder, "{{ shared.diverging(tally, 10) }}", tally=Tally(4, 3, 1, 2))
    assert re.findall(r'class="(.*?)" x="(.*?)%" width="(.*?)%?"', bar) == [
        ("weakness unsure", "25.0", "10.0"),
        ("weakness", "35.0", "15.0"),
        ("strength", "50", "20.0"),
        ("strength unsure", "70.0", "5.0"),
        ("middle", "50", "1"),
    ]


def test_a_bar_of_nothing_is_its_middle_alone(folder):
    bar = shown(folder, "{{ shared.diverging(tally, 0) }}", tally=Tally())
    assert re.findall(r'class="(\w+)" x', bar) == ["middle"]


@pytest.mark.parametrize(("grade", "steps"), [(Grade.INADEQUATE, 1), (Grade.OUTSTANDING, 4)])
def test_a_grade_is_a_word_with_its_step_on_the_scale(folder, grade, steps):
    badge = shown(folder, "{{ shared.grade(grade) }}", grade=grade)
    assert badge.count('class="on"') == steps
    assert read_aloud(badge) == grade.value.capitalize()


def read_aloud(fragment: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", fragment).split())
