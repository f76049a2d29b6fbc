import random

import pytest

from minilm.exchange import Row
from minilm.passages import (
    Marks,
    Piece,
    Sequenced,
    batches,
    chunked,
    context_texts,
    first_passages,
    pieces,
    sequence,
)

MARKS = Marks(start=101, end=102, unknown=100, bullet=[9], sections={"leaders": [7, 8]})


def row(passage, text="Plans drift.", section="leaders", bullet=False):
    return Row("", "train", passage, section, bullet, text)


def test_a_passage_is_read_at_once_where_it_fits():
    rows = [row("p"), row("p"), row("q")]
    assert pieces(rows, [5, 5, 5], longest=10) == [Piece((0, 1)), Piece((2,))]


def test_a_long_passage_goes_on_behind_its_last_sentence():
    assert pieces([row("p")] * 4, [4, 4, 4, 4], longest=10) == [
        Piece((0, 1)),
        Piece((1, 2), context=1),
        Piece((2, 3), context=1),
    ]


def test_every_sentence_is_classified_once():
    sizes = [3, 50, 4, 4, 12, 1, 9, 9, 2]
    cut = pieces([row("p")] * 5 + [row("q")] * 4, sizes, longest=12)
    assert sorted(r for piece in cut for r in piece.rows[piece.context :]) == list(range(9))


def test_sentences_are_found_where_they_stand():
    rows = [row("p", bullet=True), row("p"), row("p")]
    laid = sequence(Piece((0, 1, 2), context=1), rows, [[1, 2], [3], []], MARKS)
    assert laid.tokens == [101, 7, 8, 102, 9, 1, 2, 3, 100, 102]
    assert laid.spans == [(1, 7, 8), (2, 8, 9)]


@pytest.mark.parametrize(("section", "show"), [("leaders", False), (None, True)])
def test_without_a_section_the_sentences_come_first(section, show):
    laid = sequence(Piece((0,)), [row("p", section=section)], [[1]], MARKS, show_section=show)
    assert laid.tokens == [101, 102, 1, 102]


def test_batches_keep_to_the_budget_and_lose_nothing():
    sequences = [Sequenced([0] * size, []) for size in (3, 40, 8, 8, 2, 5, 13, 1)]
    for generator in (None, random.Random(0)):  # noqa: S311 - no secret
        found = batches(sequences, 24, generator, mixed=3)
        assert sorted(i for batch in found for i in batch) == list(range(8))
        padded = [max(len(sequences[i].tokens) for i in batch) * len(batch) for batch in found]
        assert all(size <= 24 or len(batch) == 1 for size, batch in zip(padded, found, strict=True))


def test_the_order_of_training_is_that_of_its_seed():
    sequences = [Sequenced([0] * (i % 7 + 1), []) for i in range(50)]
    first, again, other = (
        batches(sequences, 20, random.Random(seed))  # noqa: S311 - no secret
        for seed in (1, 1, 2)
    )
    assert first == again != other


def test_context_is_the_section_and_what_stands_before_in_the_passage():
    rows = [
        row("p", "One."),
        row("p", "Two."),
        row("p", "Three."),
        row("p", "Four."),
        row("q", "Five.", None),
    ]
    assert context_texts(rows) == [
        "leaders:",
        "leaders: One.",
        "leaders: One. Two.",
        "leaders: Two. Three.",
        "",
    ]


def test_texts_are_chunked_by_their_padded_length():
    assert chunked(["a", "bb", "ccc", "dddddddd"], budget=6) == [["a", "bb"], ["ccc"], ["dddddddd"]]


def test_the_first_passages_are_whole():
    rows = [row("a"), row("a"), row("b"), row("b"), row("c")]
    assert first_passages(rows, 2) == rows[:4]
