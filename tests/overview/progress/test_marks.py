from __future__ import annotations

import pytest

from inspection_findings.labels import Domain, Polarity
from inspection_findings.overview.progress.change import Change
from inspection_findings.overview.progress.marks import change_mark, sign_mark
from inspection_findings.reporting.glyphs import ASCII, STYLES, UNICODE
from made_visits import statement


@pytest.mark.parametrize(
    ("labels", "unicode", "ascii_"),
    [
        (["voice:strength"], ("+", STYLES[Polarity.STRENGTH]), "+"),
        (["voice:weakness"], ("−", STYLES[Polarity.WEAKNESS]), "-"),
        (["voice:strength", "voice:weakness"], ("+/−", ""), "+/-"),
    ],
)
def test_a_sign_says_what_colour_says_too(labels, unicode, ascii_):
    said = statement("It varies.", *labels, "oversight:weakness")
    mark = sign_mark(said, Domain.VOICE, UNICODE)
    assert (mark.plain, mark.style) == unicode
    assert sign_mark(said, Domain.VOICE, ASCII).plain == ascii_


@pytest.mark.parametrize("change", [*Change, None])
def test_every_change_has_words_and_two_have_a_colour(change):
    mark = change_mark(change)
    assert bool(mark.plain) is (change is not None)
    assert bool(mark.style) is (change in {Change.BETTER, Change.WORSE})
