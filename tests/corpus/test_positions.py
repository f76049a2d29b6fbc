import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection_findings.corpus.positions import Stream, fingerprint_of, stream_text

TEXT = "Plans are clear.\nVisits are well-\nmanaged, 9 in 10 on time; Émile’s too."


def test_the_stream_is_letters_and_digits_in_lower_case():
    assert stream_text(TEXT) == "plansareclearvisitsarewellmanaged9in10ontimeémilestoo"


def test_white_space_hyphens_and_marks_change_nothing():
    assert stream_text("Well-\n managed,  visits") == stream_text("well managed visits")


def test_a_place_leads_back_to_the_text():
    stream = Stream.of(TEXT)
    start = TEXT.index("Visits")
    position, length = stream.place(start, len(TEXT))
    assert stream.text[position:][:6] == "visits"
    assert TEXT[slice(*stream.range(position, length))] == TEXT[start:-1]


@given(st.text(), st.data())
def test_every_part_of_any_stream_has_a_range_with_its_letters(text, data):
    stream = Stream.of(text)
    assert len(stream.text) == len(stream.offsets)
    if not stream.text:
        return
    position = data.draw(st.integers(0, len(stream.text) - 1))
    length = data.draw(st.integers(1, len(stream.text) - position))
    start, end = stream.range(position, length)
    assert stream_text(text[start:end]) == stream.text[position : position + length]
    assert stream.place(start, end) == (position, length)


@pytest.mark.parametrize(("position", "length"), [(-1, 2), (0, 0), (50, 10)])
def test_a_range_outside_the_stream_is_refused(position, length):
    with pytest.raises(IndexError, match="outside a stream"):
        Stream.of(TEXT).range(position, length)


def test_a_part_is_found_where_it_was():
    stream = Stream.of("ab ab ab")
    assert stream.find(2, 2, fingerprint_of("ab")) == 2


def test_a_part_that_moved_is_found_nearest_to_where_it_was():
    stream = Stream.of("xxxx plans 12345678 plans y")
    mark = fingerprint_of("plans")
    assert stream.find(3, 5, mark) == 4
    assert stream.find(16, 5, mark) == 17
    assert stream.find(10_000, 5, mark) == 17


@pytest.mark.parametrize("length", [4, 0, 500])
def test_a_part_that_is_not_there_is_not_found(length):
    assert Stream.of(TEXT).find(0, length, fingerprint_of("gone")) is None


def test_a_fingerprint_is_16_digits_and_tells_texts_apart():
    assert len(fingerprint_of("plans")) == 16
    assert fingerprint_of("plans") != fingerprint_of("plan")
