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
    texts = [glyphs.finding(Finding(Domain.FRONT_DOOR, polarity, 0.5)).plain for polarity in Polarity]
    assert texts[0] == "+ front door"
    assert texts[1] in ("- front door", "− front door")
    bars = [glyphs.diverging(tally, 1, width=1, side=3).plain for tally in (Tally(1, 0), Tally(0, 1))]
    assert len({bar.strip("01 ").replace(glyphs.axis, "") for bar in bars}) == 2


@pytest.mark.parametrize(
    ("confidence", "shown"),
    [(0.999, "##### 99%"), (0.8, "####. 80%"), (0.5, "##... 50%"), (0.07, "..... 7%")],
)
def test_confidence_is_a_bar_and_a_figure(confidence, shown):
    finding = Finding(Domain.VOICE, Polarity.STRENGTH, confidence)
    assert ASCII.confidence(finding).plain == shown
    assert ASCII.confidence(finding, bar=False).plain == shown[6:]


def test_unsure_is_said_in_a_word():
    finding = Finding(Domain.VOICE, Polarity.STRENGTH, confidence=0.5, unsure=True)
    assert ASCII.confidence(finding).plain == "##... 50% unsure"
    assert ASCII.confidence(replace(finding, unsure=False)).plain == "##... 50%"


@pytest.mark.parametrize(
    ("tally", "bars"),
    [
        (Tally(0, 0), "      0 | 0"),
        (Tally(8, 0), "      0 |#### 8"),
        (Tally(1, 8), "  8 ====|# 1"),
        (Tally(4, 1), "     1 =|## 4"),
    ],
)
def test_weaknesses_and_strengths_diverge(tally, bars):
    assert ASCII.diverging(tally, 8, width=4, side=8).plain == bars


@pytest.mark.parametrize(
    ("tally", "share"), [(Tally(0, 0), "-"), (Tally(1, 0), "100%"), (Tally(1, 3), "25%")]
)
def test_share_is_a_figure(tally, share):
    assert ASCII.share(tally).plain == share
