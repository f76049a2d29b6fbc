from __future__ import annotations

import pytest

from inspection_findings.documents.endings import is_closed, is_stopped, is_unfinished


@pytest.mark.parametrize(
    "text", ["Plans are clear.", "Is it enough?", "‘We are heard.’", "Homes are safe. (See Annex B)"]
)
def test_a_sentence_is_stopped_and_closed(text: str) -> None:
    assert is_stopped(text)
    assert is_closed(text)


@pytest.mark.parametrize("text", ["These are:", "plans;", "They say: (in part)"])
def test_what_announces_more_is_closed_but_not_stopped(text: str) -> None:
    assert is_closed(text)
    assert not is_stopped(text)


@pytest.mark.parametrize("text", ["", "Plans are", "Plans (and homes)", "the children’"])
def test_open_text_is_neither(text: str) -> None:
    assert not is_closed(text)
    assert not is_stopped(text)


@pytest.mark.parametrize("text", ["homes,", "homes and", "and/or", "and", "the quality of the"])
def test_something_must_follow_a_comma_or_a_small_word(text: str) -> None:
    assert is_unfinished(text)


@pytest.mark.parametrize("text", ["", "homes", "a wand", "What we ask for.", "bread"])
def test_nothing_must_follow_other_words(text: str) -> None:
    assert not is_unfinished(text)
