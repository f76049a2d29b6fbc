from __future__ import annotations

import datetime as dt

import pytest

from inspection_findings.documents.types import Framework, Metadata
from inspection_findings.labels import Area, Domain
from inspection_findings.reporting.wording import (
    certainty,
    counted,
    day,
    framework_name,
    headline,
    percent,
    period,
    plain,
    title,
    words,
)

D = dt.date


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("plain text", "plain text"),
        ("two\nlines\tand\rmore", "two lines and more"),
        ("\x1b[31mred\x07", "\ufffd[31mred\ufffd"),
        ("\x9b31m", "\ufffd31m"),
        ("a\u202eb\u2066c", "a\ufffdb\ufffdc"),
        ("bad\udcff", "bad\\udcff"),
        ("café – “yes”", "café – “yes”"),
    ],
)
def test_plain(text, safe):
    assert plain(text) == safe


def test_words():
    assert words(Domain.QUALITY_ASSURANCE) == "quality assurance"


def test_title():
    assert title(Domain.QUALITY_ASSURANCE) == "Quality assurance"
    assert title(Domain.ASSESSMENT_PLANNING) == "Assessment and planning"
    assert title(Area.OVERALL) == "Overall effectiveness"


@pytest.mark.parametrize(
    ("confidence", "phrase", "figure"),
    [
        (1.0, "nearly certain", "99%"),
        (0.95, "nearly certain", "95%"),
        (0.9499, "very likely", "94%"),
        (0.8, "very likely", "80%"),
        (0.6, "likely", "60%"),
        (0.4, "about even", "40%"),
        (0.29, "doubtful", "29%"),
        (0.0, "doubtful", "1%"),
    ],
)
def test_confidence_in_words_and_in_figures(confidence, phrase, figure):
    assert (certainty(confidence), percent(confidence)) == (phrase, figure)


def test_framework_name():
    assert framework_name(Framework.JTAI) == "JTAI"
    assert framework_name(Framework.NEWS) == "news"


@pytest.mark.parametrize(
    ("start", "end", "phrase"),
    [
        (None, None, None),
        (D(2024, 3, 4), None, "4 March 2024"),
        (None, D(2024, 3, 8), "8 March 2024"),
        (D(2024, 3, 4), D(2024, 3, 4), "4 March 2024"),
        (D(2024, 3, 4), D(2024, 3, 8), "4 to 8 March 2024"),
        (D(2024, 2, 26), D(2024, 3, 8), "26 February to 8 March 2024"),
        (D(2023, 12, 4), D(2024, 1, 12), "4 December 2023 to 12 January 2024"),
    ],
)
def test_period(start, end, phrase):
    assert period(start, end) == phrase


def test_day():
    assert day(D(2024, 6, 1)) == "1 June 2024"


def test_headline_leaves_out_what_is_not_stated():
    assert headline(Metadata()) == ""
    assert (
        headline(Metadata(authority="Fernshire", published=D(2024, 6, 1)))
        == "Fernshire, published 1 June 2024"
    )


@pytest.mark.parametrize(("number", "phrase"), [(0, "0 lines"), (1, "1 line"), (1234, "1,234 lines")])
def test_counted(number, phrase):
    assert counted(number, "line") == phrase
