"""Which findings stand out."""

from __future__ import annotations

import pytest

from inspection_findings.documents.types import Sentence
from inspection_findings.labels import LABELS, Finding, Label, Polarity, SectionCode
from inspection_findings.model.explanation import Contribution, Explanation, Origin
from inspection_findings.model.scorer import SentenceFindings
from inspection_findings.reporting.page.standouts import MOST, standouts

S, W = Polarity.STRENGTH, Polarity.WEAKNESS


def result(
    text: str,
    *labels: str,
    confidence: float = 0.95,
    unsure: bool | None = None,
    judges: float | None = None,
    **place: object,
) -> SentenceFindings:
    findings = tuple(Finding(*Label.parse(label), confidence, unsure) for label in labels)
    explanations = ()
    if judges is not None:
        parts = (Contribution(Origin.BASELINE, 0.0), Contribution(Origin.WORDS, 1.0, 1.0, judges, "x", 0, 1))
        explanations = tuple(Explanation(text, each.label, 1.0, parts) for each in findings)
    return SentenceFindings(Sentence(text, **place), findings, (0.0,) * len(LABELS), explanations)


def chosen(results: list[SentenceFindings], polarity: Polarity) -> list[int]:
    return [each.index for each in standouts(results, polarity)]


def test_only_certain_findings_of_the_polarity():
    results = [
        result("Supervision is rarely held in most teams.", "oversight:weakness"),
        result("Supervision is regular in most teams.", "oversight:strength"),
        result("Caseloads are high in most teams.", "workforce:weakness", confidence=0.79),
        result("Audits say little about most work.", "quality_assurance:weakness", unsure=True),
    ]
    assert chosen(results, W) == [0]
    assert chosen(results, S) == [1]


def test_what_inspectors_list_themselves_comes_first_then_openings_then_the_most_certain():
    results = [
        result(
            "Audits say little about most work.", "quality_assurance:weakness", confidence=0.99, position=1
        ),
        result("Caseloads are high in most teams.", "workforce:weakness", confidence=0.95),
        result("Contacts wait far too long.", "front_door:weakness", confidence=0.97),
        result(
            "How regularly supervision takes place",
            "oversight:weakness",
            confidence=0.85,
            section=SectionCode.WHAT_NEEDS_TO_IMPROVE,
        ),
    ]
    assert chosen(results, W) == [3, 2, 1, 0]


def test_each_domain_comes_once_before_any_comes_twice():
    results = [
        result("Supervision is rarely held in north teams.", "oversight:weakness", confidence=0.99),
        result("Managers seldom challenge drifting work.", "oversight:weakness", confidence=0.98),
        result("Caseloads are high in most localities.", "workforce:weakness", confidence=0.9),
    ]
    assert chosen(results, W) == [0, 2, 1]


def test_what_was_said_already_is_not_said_again():
    results = [
        result("Supervision of social workers is rarely held.", "oversight:weakness"),
        result("Rarely held is the supervision of social workers.", "workforce:weakness", confidence=0.9),
    ]
    assert chosen(results, W) == [0]


@pytest.mark.parametrize(
    "text",
    [
        "However, supervision is rarely held in teams.",
        "This is not consistent for all children.",
        "Weak supervision and drift in most teams",
        "Supervision is weak.",
        "“Nobody asks me how I am at work.",
        "from next year on, supervision is regular.",
        "Supervision " + "and again supervision " * 20 + "is weak.",
    ],
)
def test_what_cannot_be_quoted_by_itself_is_left_out(text):
    assert chosen([result(text, "oversight:weakness")], W) == []


def test_a_sentence_that_finds_both_ways_is_left_out():
    both = result("Decisions are sound but far too slow.", "front_door:strength", "front_door:weakness")
    assert chosen([both], W) == chosen([both], S) == []


def test_where_reasons_are_known_some_word_has_to_judge():
    results = [
        result("Supervision takes place every month.", "oversight:strength", judges=0.2),
        result("Auditing is thorough across all teams.", "quality_assurance:strength", judges=2.0),
    ]
    assert chosen(results, S) == [1]


def test_points_of_the_inspectors_own_list_need_no_word_of_judgement():
    listed = {"section": SectionCode.WHAT_NEEDS_TO_IMPROVE, "judges": 0.0}
    results = [
        result("How often supervision takes place", "oversight:weakness", bullet=True, **listed),
        result("Leaders have named what is to improve.", "leadership:weakness", **listed),
        result("The quality of plans, so that they help; and", "voice:weakness", bullet=True, **listed),
    ]
    assert chosen(results, W) == [0]


def test_no_more_than_can_be_taken_in():
    texts = (
        "Care plans often drift",
        "Audits miss weak cases",
        "Hubs act too slowly",
        "Visits start quite late",
    )
    texts += ("Reviews stall for months", "Records lack any detail", "Panels meet rather seldom")
    weaknesses = [label for label in LABELS if label.polarity is W]
    results = [result(f"{text}.", str(label)) for text, label in zip(texts, weaknesses, strict=False)]
    assert len(chosen(results, W)) == MOST
