from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from inspection_findings.labels import Domain, Finding, Polarity
from inspection_findings.reporting.glyphs import ASCII, UNICODE, Glyphs
from inspection_findings.reporting.summary import Tally


@pytest.mark.parametrize(("encoding", "glyphs"), [("utf-8", UNICODE), ("ascii", ASCII), ("latin-1", ASCII)])
def test_ascii_where_the_console_has_no_unicode(encoding, glyphs):
    assert Glyphs.of(Console(file=io.TextIOWrapper(io.BytesIO(), encoding=encoding))) is glyphs


def test_every_ascii_glyph_is_ascii():
    assert all(getattr(ASCII, name).isascii() for name in ASCII.__slots__)


@pytest.mark.parametrize("glyphs", [ASCII, UNICODE])
def test_strength_and_weakness_differ_without_colour(glyphs):
    texts = [
        glyphs.finding(Finding(Domain.FRONT_DOOR, polarity, confidence=0.5)).plain for polarity in Polarity
    ]
    assert texts[0] == "+ front door 0.50"
    assert texts[1] in ("- front door 0.50", "− front door 0.50")


def test_unsure_is_said_in_a_word():
    finding = Finding(Domain.VOICE, Polarity.STRENGTH, confidence=0.5, unsure=True)
    assert ASCII.finding(finding).plain == "+ voice 0.50 unsure"
    assert ASCII.finding(replace(finding, unsure=False)).plain == "+ voice 0.50"


@pytest.mark.parametrize(
    ("tally", "bar"),
    [
        (Tally(0, 0), "-"),
        (Tally(1, 0), "######## 100%"),
        (Tally(0, 1), "........   0%"),
        (Tally(1, 3), "##......  25%"),
    ],
)
def test_share_is_a_bar_and_a_figure(tally, bar):
    assert ASCII.share(tally, width=8).plain == bar
