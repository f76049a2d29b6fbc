from __future__ import annotations

import pytest

from inspection_findings.labels import Domain, SectionCode
from inspection_findings.overview.progress.pairs import LEAST_ALIKE, Kind, Pairing
from made_visits import NOW, THEN, statement, visit


@pytest.fixture
def pairing():
    return Pairing(visit(2019, THEN), visit(2024, NOW))


@pytest.mark.parametrize(
    ("domain", "kinds"),
    [
        (Domain.OVERSIGHT, [Kind.WEAKNESS_PERSISTS]),
        (Domain.WORKFORCE, [Kind.BETTER]),
        (Domain.FRONT_DOOR, [Kind.WORSE]),
        (Domain.CHILDREN_IN_CARE, [Kind.STRENGTH_PERSISTS, Kind.WEAKNESS_NOT_MENTIONED, Kind.NEW_WEAKNESS]),
        (Domain.CARE_LEAVERS, [Kind.WEAKNESS_NOT_MENTIONED, Kind.NEW_STRENGTH]),
        (Domain.VOICE, []),
    ],
)
def test_what_both_visits_find_of_a_domain(pairing, domain, kinds):
    found = pairing.evidence(domain)
    assert sorted(each.kind for each in found) == sorted(kinds)
    for each in found:
        assert (each.alike >= LEAST_ALIKE) == (each.then is not None and each.now is not None)


def test_a_pair_is_of_one_domain():
    words = "Caseloads are high in the assessment teams."
    found = Pairing(
        visit(2019, ((words, "workforce:weakness"),)), visit(2024, ((words, "oversight:weakness"),))
    )
    assert [each.kind for each in found.evidence(Domain.WORKFORCE)] == [Kind.WEAKNESS_NOT_MENTIONED]
    assert [each.kind for each in found.evidence(Domain.OVERSIGHT)] == [Kind.NEW_WEAKNESS]


@pytest.mark.parametrize(
    ("then", "now", "kind"),
    [
        ("-", "+-", Kind.BETTER),
        ("+-", "+", Kind.BETTER),
        ("+", "+-", Kind.WORSE),
        ("+-", "-", Kind.WORSE),
        ("+-", "+-", Kind.WEAKNESS_PERSISTS),
    ],
)
def test_a_sentence_that_finds_both_stands_between(then, now, kind):
    names = {"+": "workforce:strength", "-": "workforce:weakness"}
    pairing = Pairing(
        *(visit(year, (("Caseloads vary.", *(names[sign] for sign in signs)),)) for year, signs in
          ((2019, then), (2024, now)))
    )  # fmt: skip
    [pair] = pairing.evidence(Domain.WORKFORCE)
    assert pair.kind is kind


def test_every_sentence_that_is_like_another_is_in_a_pair_and_in_no_list_of_single_ones():
    then = visit(2019, (("Caseloads are too high in most teams.", "workforce:weakness"),))
    now = visit(
        2024,
        (
            ("Caseloads are too high in some teams.", "workforce:weakness"),
            ("Caseloads are too high.", "workforce:weakness"),
        ),
    )
    found = Pairing(then, now).evidence(Domain.WORKFORCE)
    assert [each.kind for each in found] == [Kind.WEAKNESS_PERSISTS] * 2
    assert {each.now.text for each in found} == {each.text for each in now.statements}


def test_the_best_stand_first_and_unsure_ones_last():
    listed = statement(
        "Plans for permanence.", "voice:weakness", confidence=0.6, section=SectionCode.WHAT_NEEDS_TO_IMPROVE
    )
    likely = statement("Advocates are hard to find.", "voice:weakness", confidence=0.99)
    unsure = statement("Complaints lead nowhere.", "voice:weakness", confidence=0.7, unsure=True)
    found = Pairing(visit(2019), visit(2024, statements=(unsure, likely, listed))).evidence(Domain.VOICE)
    assert [each.now for each in found] == [listed, likely, unsure]
    assert [each.unsure for each in found] == [False, False, True]


def test_a_pair_is_as_sure_as_the_less_sure_of_the_two():
    then = visit(2019, statements=(statement("Plans are vague.", "voice:weakness", confidence=0.95),))
    later = statement("Plans are vague.", "voice:weakness", confidence=0.4, unsure=True)
    [pair] = Pairing(then, visit(2024, statements=(later,))).evidence(Domain.VOICE)
    assert (pair.confidence, pair.unsure, pair.alike) == (0.4, True, pytest.approx(1))
