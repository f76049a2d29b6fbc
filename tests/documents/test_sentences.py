"""Segmentation: cut where sentences end, whole where inspection language only looks like an end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection_findings.documents.sentences import spans


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in spans(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Enquiries under s. 47 of the Act are timely.",
        "Enquiries under s.47 are timely.",
        "See para. 5 and pp. 12 to 14 of the plan.",
        "The lead, Mr. Amberley, meets staff, e.g. at forums, i.e. Northmere Voices.",
        "Cllr. Fenwick chairs the board with Dr. Oduya.",
        "Plan No. 3 applies to St. Osyth and to children placed there.",
        "The report (see Annex B. It is short) was helpful.",
        "Visits rose by 5.5% in the year.",
        "Workers listen; they write down what children say; and they act on it.",
        "‘We are heard,’ said one young person.",
        "Has anything changed? asked the board.",
    ],
)
def test_stays_whole(sentence: str) -> None:
    assert cut(sentence) == [sentence]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Plans are clear.", "They are kept to."],
        ["Is it enough?", "It is not."],
        ["Children say ‘we are heard’.", "They are."],
        ["“We are heard.”", "Children told us so."],
        ["‘It was hard at first.", "Then somebody listened to us.’"],
        ["Few said no.", "Most said yes."],
        ["Care leavers (some aged 25) do well.", "They are proud."],
    ],
)
def test_is_cut(sentences: list[str]) -> None:
    assert cut(" ".join(sentences)) == sentences


def test_a_lost_space_between_sentences() -> None:
    assert cut("Plans are clear.They are kept to.") == ["Plans are clear.", "They are kept to."]


def test_a_pointer_to_a_recommendation_is_no_sentence() -> None:
    assert cut("Plans drift. (Recommendation) Visits are late. (Paragraphs 7, 9)") == [
        "Plans drift.",
        "Visits are late.",
    ]


WORDS = st.sampled_from(
    [
        "Plans",
        "children’s",
        "e.g.",
        "s.47",
        "‘good’",
        "are",
        "No.",
        "ok.",
        "“x”",
        "3.",
        "é",
        "😀",
        "(a",
        "b)",
        "?",
    ]
)


@given(st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=80).map(lambda t: " ".join(t.split())))
def test_ranges_are_in_order_and_lose_only_space(text: str) -> None:
    found = spans(text)
    end = 0
    for start, stop in found:
        assert end <= start < stop <= len(text)
        assert text[start:stop] == text[start:stop].strip()
        assert not text[end:start].strip()
        end = stop
    assert not text[end:].strip()
