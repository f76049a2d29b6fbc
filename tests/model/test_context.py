import numpy as np
import pytest

from inspection_findings.documents.types import Sentence
from inspection_findings.labels import SectionCode
from inspection_findings.model.context import PLACES, context_texts, passage_bounds, place_matrix, reads


def sentences(*passages):
    return [Sentence(f"s{i}.", passage=p) for i, p in enumerate(passages)]


def test_bounds_group_neighbours_with_the_same_passage():
    assert passage_bounds(sentences("a", "a", "b", "a")) == [(0, 2), (2, 3), (3, 4)]


def test_sentences_without_a_passage_stand_alone():
    assert passage_bounds(sentences(None, None, "a")) == [(0, 1), (1, 2), (2, 3)]


def test_no_sentences_have_no_bounds():
    assert passage_bounds([]) == []


def test_previous_reaches_back_within_the_passage_only():
    texts = context_texts(sentences("a", "a", "a", "a", "b"), reach=2)
    assert texts.previous == ["", "s0.", "s0.\ns1.", "s1.\ns2.", ""]
    assert texts.passage == ["s0.\ns1.\ns2.\ns3."] * 4 + ["s4."]


def test_a_line_break_in_a_sentence_is_no_sentence_boundary():
    assert context_texts([Sentence("one\ntwo")], reach=1).passage == ["one two"]


def test_every_section_and_none_look_different():
    rows = place_matrix([Sentence("a", code) for code in (*SectionCode, None)])
    assert len(np.unique(rows, axis=0)) == len(SectionCode) + 1


def test_places_hold_section_bullet_and_first():
    matrix = place_matrix(
        [
            Sentence("a", SectionCode.LEADERS, bullet=True, passage="p"),
            Sentence("b", None, passage="p"),
        ]
    )
    named = [dict(zip(PLACES, row, strict=True)) for row in matrix]
    assert named[0]["section=leaders"] == named[0]["bullet"] == named[0]["first"] == 1
    assert named[1]["section=none"] == 1
    assert named[1]["bullet"] == named[1]["first"] == 0
    assert np.array_equal(matrix.sum(axis=1), [3, 1])


@pytest.mark.parametrize("source", ["text", "previous", "passage"])
def test_ranges_of_sentences_are_the_texts(source):
    every = sentences("a", "a", "a", "a", "b", None, "c", "c")
    bounds = passage_bounds(every)
    first, last = reads(source, bounds, reach=2)
    texts = ["\n".join(each.text for each in every[a:b]) for a, b in zip(first, last, strict=True)]
    expected = getattr(context_texts(every, reach=2), source)
    if source == "passage":
        expected = [expected[start] for start, _ in bounds]
    assert texts == expected


def test_no_sentences_are_read_from_nowhere():
    assert [len(reads(source, [], reach=2)[0]) for source in ("text", "previous", "passage")] == [0, 0, 0]
