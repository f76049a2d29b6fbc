"""Reasons in words that need no statistics."""

from __future__ import annotations

import pytest

from inspection_findings.labels import Label, SectionCode
from inspection_findings.model.explanation import Contribution, Explanation, Origin
from inspection_findings.reporting.page.why import STEPS, why

TEXT = "Plans drift for months."
LABEL = Label.parse("assessment_planning:weakness")


def explanation(*parts: Contribution) -> Explanation:
    return Explanation(TEXT, LABEL, 0.0, (Contribution(Origin.BASELINE, -4.0), *parts))


def word(amount: float, topic: float = 0.0, polarity: float = 0.0) -> Contribution:
    return Contribution(Origin.WORDS, amount, topic, polarity, "Plans", 0, 5)


def test_reasons_stand_on_their_side_the_weightiest_first():
    found = why(
        explanation(
            word(1.0),
            Contribution(Origin.SECTION, 2.5, text=SectionCode.WHAT_NEEDS_TO_IMPROVE),
            Contribution(Origin.AFTER, -0.4),
        )
    )
    assert [(each.words, each.degree) for each in found.speaks_for] == [
        ("standing under What needs to improve", "strongly"),
        ("Plans", "clearly"),
    ]
    assert [(each.words, each.degree) for each in found.speaks_against] == [
        ("what comes after it", "slightly")
    ]


def test_the_baseline_and_what_adds_next_to_nothing_are_left_out():
    found = why(explanation(word(1.0), Contribution(Origin.BULLET, 0.05)))
    assert [each.words for each in (*found.speaks_for, *found.speaks_against)] == ["Plans"]


def test_many_small_things_are_one_reason():
    small = [Contribution(origin, 0.1) for origin in (Origin.BULLET, Origin.BEFORE, Origin.AFTER)]
    found = why(explanation(word(1.0), *small))
    assert found.speaks_for[-1].words == "many smaller things"


def test_a_bar_grows_with_the_amount_and_has_an_end():
    lengths = [why(explanation(word(amount))).speaks_for[0].steps for amount in (0.2, 1.0, 4.0, 9.0)]
    assert lengths == sorted(lengths)
    assert (lengths[0], lengths[-1]) == (1, STEPS)


@pytest.mark.parametrize(
    ("amount", "topic", "polarity", "expected"),
    [
        (2.0, 2.0, 0.1, "subject"),
        (2.0, 0.1, 2.0, "judgement"),
        (2.0, 1.0, 1.0, "subject and judgement"),
        (-2.0, -2.0, 0.5, "subject"),
        (2.0, 0.0, 0.0, None),
    ],
)
def test_a_word_tells_the_subject_or_the_judgement(amount, topic, polarity, expected):
    found = why(explanation(word(amount, topic, polarity)))
    [reason] = (*found.speaks_for, *found.speaks_against)
    assert reason.points_to == expected


def test_only_words_have_a_place_in_the_sentence():
    found = why(explanation(word(1.0), Contribution(Origin.LABELS, -1.0)))
    assert [(each.start, each.end) for each in found.speaks_for] == [(0, 5)]
    assert [(each.quoted, each.start) for each in found.speaks_against] == [(False, None)]
