from __future__ import annotations

import pytest

from inspection_findings.documents.vocabulary import Vocabulary

TEXT = (
    "Decision-making is sound, well-informed and child\u2011centred.\r\n"
    "The fami-\r\nlies came; they are well-sup\ufffeported. (Drop in)"
)


@pytest.mark.parametrize(
    "word",
    ["decision-making", "sound", "well-informed", "child\u2011centred", "they", "drop", "well", "in"],
)
def test_words_that_stand_whole(word: str) -> None:
    assert word in Vocabulary([TEXT])


@pytest.mark.parametrize(
    "word",
    ["", "-making", "decision", "making", "informed", "child", "centred", "fami", "lies", "sup", "soun"],
)
def test_parts_of_words_and_halves_of_broken_ones_are_none(word: str) -> None:
    assert word not in Vocabulary([TEXT])


def test_parts_of_a_text_do_not_touch() -> None:
    vocabulary = Vocabulary(["It was help-", "\nful. So was this", "kind of aid"])
    assert "help" in vocabulary
    assert "ful" in vocabulary
    assert "thiskind" not in vocabulary


def test_words_are_the_same_whether_looked_for_or_listed() -> None:
    words = ["well", "sound", "making", "in", "families", "well-informed", "sup"]
    few, many = Vocabulary([TEXT]), Vocabulary([TEXT])
    for number in range(100):
        assert f"absent{'x' * number}" not in many
    assert [word in few for word in words] == [word in many for word in words]


def test_a_word_that_is_part_of_many_is_found_behind_them() -> None:
    assert "a" in Vocabulary(["xa " * 1000 + "a"])
    assert "a" not in Vocabulary(["xa " * 1000])
