from __future__ import annotations

from inspection_findings.documents.lines import Line, clean_lines
from inspection_findings.documents.words import Joiner


def clean(*pages: str) -> list[Line]:
    return list(clean_lines(list(pages), Joiner(pages)))


def test_lines_know_their_page_and_the_gap_before_them() -> None:
    assert clean("One  is\r\nhere.\r\n\r\nTwo\r\n", "Three") == [
        Line("One is", 1, False),
        Line("here.", 1, False),
        Line("Two", 1, True),
        Line("Three", 2, False),
    ]


def test_a_line_with_an_address_only_counts_as_a_gap() -> None:
    assert clean("One.\nwww.northmere.example\nTwo.")[1] == Line("Two.", 1, True)


def test_a_raised_mark_does_not_break_a_line() -> None:
    (line,) = clean("The board meets often.1\r\n It has a plan.")
    assert line.text == "The board meets often.1 It has a plan."


def test_words_broken_inside_a_line_are_mended() -> None:
    assert clean("long\ufffeterm plans")[0].text == "long-term plans"
