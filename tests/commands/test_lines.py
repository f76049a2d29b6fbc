"""JSON Lines in: what is well-formed, what is refused and how, and how lines are grouped."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from inspection_findings.commands.lines import Line, batches, read_lines
from inspection_findings.documents import Sentence
from inspection_findings.labels import SectionCode


def parse(*raw: bytes | str) -> tuple[list[Line], list[str]]:
    errors: list[str] = []
    content = [line if isinstance(line, bytes) else line.encode() for line in raw]
    lines = list(read_lines(content, on_error=lambda error: errors.append(str(error))))
    return lines, errors


def test_a_line_with_every_key():
    raw = {
        "id": "a",
        "text": "Plans.",
        "section": "care_leavers",
        "bullet": True,
        "passage": "p",
        "position": 4,
        "framework": "ilacs",
        "labels": ["voice:strength"],
    }
    [line], errors = parse(json.dumps(raw))
    assert errors == []
    assert line == Line(
        1, "a", Sentence("Plans.", section=SectionCode.CARE_LEAVERS, bullet=True, passage="p", position=4)
    )


def test_whole_numbers_that_came_as_floats_are_whole_numbers():
    lines, errors = parse(
        '{"id": 1, "text": "x", "passage": 3.0, "position": 1.0}', '{"id": 2, "text": "x", "passage": 3}'
    )
    assert errors == []
    assert [line.sentence.passage for line in lines] == ["3", "3"]
    assert [line.sentence.position for line in lines] == [1, 1]
    assert isinstance(lines[0].sentence.position, int)


def test_null_is_the_same_as_absent():
    [line], errors = parse(
        '{"id": 0, "text": "x", "section": null, "bullet": null, "passage": null, "position": null}'
    )
    assert errors == []
    assert line == Line(1, 0, Sentence("x"))


def test_positions_are_counted_in_a_passage_where_they_are_not_given():
    raw = [
        f'{{"id": {i}, "text": "x", "passage": {passage}}}'
        for i, passage in enumerate(["1", "1", "2", "1", "null", "null"])
    ]
    lines, _ = parse(*raw)
    assert [line.sentence.position for line in lines] == [0, 1, 0, 0, 0, 0]
    assert lines[0].sentence.passage == "1"


def test_blank_lines_and_a_byte_order_mark_are_passed_over():
    lines, errors = parse(
        b"\xef\xbb\xbf" + b'{"id": 1, "text": "x"}\r\n', b"\n", b"  \r\n", b'{"id": 2, "text": "y"}'
    )
    assert errors == []
    assert [(line.number, line.identifier) for line in lines] == [(1, 1), (4, 2)]


def test_an_unknown_section_is_kept_apart():
    [line], errors = parse('{"id": 1, "text": "x", "section": "annex"}')
    assert errors == []
    assert line.sentence.section is None
    assert line.unknown_section == "annex"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"not json", "not valid JSON"),
        (b'{"id": 1, "text": "cut', "not valid JSON"),
        (b'{"id": 1, "text": "x"} trailing', "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b'{"id": ' + b"1" * 5000 + b', "text": "x"}', "not valid JSON"),
        (b'{"id": 1, "text": "caf\xe9"}', "not UTF-8"),
        (b"[1]", "not a JSON object"),
        (b'"text"', "not a JSON object"),
        (b'{"text": "x"}', 'no "id"'),
        (b'{"id": null, "text": "x"}', 'no "id"'),
        (b'{"id": 1}', 'no "text"'),
        (b'{"id": 1, "text": null}', 'no "text"'),
        (b'{"id": 1, "text": 5}', '"text" must be a string'),
        (b'{"id": 1.5, "text": "x"}', '"id" must be a string or a whole number'),
        (b'{"id": true, "text": "x"}', '"id" must be'),
        (b'{"id": [], "text": "x"}', '"id" must be'),
        (b'{"id": 1, "text": " \\n\\t"}', "the text is empty"),
        (b'{"id": 1, "text": "a\\ud800b"}', "surrogate"),
        (b'{"id": 1, "text": "x", "section": 3}', '"section" must be'),
        (b'{"id": 1, "text": "x", "bullet": "yes"}', '"bullet" must be true or false'),
        (b'{"id": 1, "text": "x", "bullet": 1}', '"bullet" must be true or false'),
        (b'{"id": 1, "text": "x", "passage": {}}', '"passage" must be'),
        (b'{"id": 1, "text": "x", "position": "2"}', '"position" must be'),
        (b'{"id": 1, "text": "x", "position": false}', '"position" must be'),
        (b'{"id": 1, "text": "x", "position": 1.5}', '"position" must be a whole number'),
        (b'{"id": 1, "text": "x", "position": NaN}', '"position" must be'),
        (b'{"id": 1, "text": "x", "passage": 1.5}', '"passage" must be'),
        (b'{"id": 1, "text": "x", "passage": Infinity}', '"passage" must be'),
        (b'{"id": 1.0, "text": "x"}', '"id" must be'),
    ],
)
def test_a_malformed_line_is_named_by_number_and_left_out(raw, message):
    good = b'{"id": "good", "text": "x"}'
    lines, [error] = parse(good, raw, good)
    assert [line.number for line in lines] == [1, 3]
    assert error.startswith("line 2: ")
    assert message in error
    assert "\n" not in error


def lines_of(*passages: str | None) -> list[Line]:
    return [Line(i, i, Sentence("x", passage=passage)) for i, passage in enumerate(passages)]


@pytest.mark.parametrize("size", range(1, 12))
def test_batches_keep_every_line_in_order_and_never_split_a_passage(size):
    lines = lines_of("a", "a", "a", None, None, "b", "b", "a", None, "c")
    grouped = list(batches(lines, size))
    assert [line for batch in grouped for line in batch] == lines
    for before, after in pairwise(grouped):
        assert len(before) >= size
        passage = before[-1].sentence.passage
        assert passage is None or passage != after[0].sentence.passage


def test_batches_are_no_larger_than_they_need_be():
    assert [len(batch) for batch in batches(lines_of(*[None] * 10), 4)] == [4, 4, 2]
    assert [len(batch) for batch in batches(lines_of("a", "b", "b", "b", "c"), 2)] == [4, 1]


def test_batches_are_made_as_lines_come():
    taken = []

    def endless():
        for line in lines_of(*[None] * 100):
            taken.append(line)
            yield line

    next(batches(endless(), 10))
    assert len(taken) == 11
