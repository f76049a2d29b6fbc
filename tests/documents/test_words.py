from __future__ import annotations

import pytest

from inspection_findings.documents.words import Joiner

JOINER = Joiner(["Decision-making is sound. Information is shared. Care leavers visit the drop in centre."])


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("Good decision-", "making helps", "Good decision-making helps"),
        ("All infor-", "mation helps", "All information helps"),
        ("Much multi-", "agency work", "Much multi-agency work"),
        ("The drop-", "in centre", "The drop-in centre"),
        ("Both pre-", "and post-birth work", "Both pre- and post-birth work"),
        ("Links with Anglo-", "French families", "Links with Anglo-French families"),
        ("It helps -", "at times", "It helps - at times"),
        ("It helps", "at times", "It helps at times"),
    ],
)
def test_two_lines(before: str, after: str, joined: str) -> None:
    assert JOINER.append(before, after) == joined


def test_marks_of_broken_words_inside_a_line() -> None:
    assert JOINER.mend("decision\ufffemaking and infor\x02 mation") == "decision-making and information"


def test_halves_of_broken_words_are_no_evidence() -> None:
    assert Joiner(["The fami-\nlies came."]).append("The fami-", "lies came") == "The families came"
