from __future__ import annotations

import pytest

from inspection_findings.labels import LABELS
from inspection_findings.model.explanation import Contribution, Explanation, Origin
from inspection_findings.reporting.glyphs import ASCII
from inspection_findings.reporting.reasons import because, reason_records


def explanation(*contributions: Contribution) -> Explanation:
    return Explanation(
        "Plans drift.", LABELS[13], 0.5, (Contribution(Origin.BASELINE, -4.25), *contributions)
    )


def words(amount: float) -> Contribution:
    return Contribution(Origin.WORDS, amount, text="drift", start=6, end=11)


def test_what_speaks_for_it_then_what_speaks_against_it():
    mixed = explanation(
        words(2.06),
        Contribution(Origin.SECTION, 0.4, text="what_needs_to_improve"),
        Contribution(Origin.BEFORE, -0.62),
        Contribution(Origin.LABELS, -0.3),
    )
    assert because(mixed) == (
        "“drift” +2.1, section what needs to improve +0.4; "
        "against it the text before −0.6, its other labels −0.3"
    )
    assert because(mixed, ASCII).startswith('"drift" +2.1, ')
    assert because(mixed, ASCII).isascii()


@pytest.mark.parametrize(
    ("amount", "line"),
    [(1.0, "“drift” +1.0"), (-1.0, "against it “drift” −1.0"), (0.01, "many small things")],
)
def test_one_side_or_none(amount, line):
    assert because(explanation(words(amount))) == line


@pytest.mark.parametrize("origin", [each for each in Origin if each not in ("words", "rest", "baseline")])
def test_every_origin_has_a_name(origin):
    text = "leaders" if origin is Origin.SECTION else None
    line = because(explanation(Contribution(origin, 1.0, text=text)))
    assert line.endswith(" +1.0")
    assert "_" not in line


def test_records_point_at_the_words_and_add_up():
    records = reason_records(
        explanation(
            words(2.0), Contribution(Origin.SECTION, 1 / 3, text="leaders"), Contribution(Origin.AFTER, 0.1)
        )
    )
    assert [(each.origin, each.words, each.span, each.contribution) for each in records] == [
        ("words", "drift", (6, 11), 2.0),
        ("section", None, None, 0.333333),
        ("rest", None, None, 0.1),
        ("baseline", None, None, -4.25),
    ]
