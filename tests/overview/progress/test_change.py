from __future__ import annotations

import pytest

from inspection_findings.overview.progress.change import CHANCE, Change, by_chance, change_of
from inspection_findings.reporting.summary import Tally


@pytest.mark.parametrize(
    ("then", "now", "change"),
    [
        ((2, 15), (23, 2), Change.BETTER),
        ((23, 2), (2, 15), Change.WORSE),
        ((2, 3), (3, 2), Change.UNCLEAR),
        ((0, 4), (4, 0), Change.BETTER),
        ((0, 3), (3, 0), Change.TOO_FEW),
        ((9, 0), (0, 1), Change.TOO_FEW),
        ((5, 5), (50, 50), Change.UNCLEAR),
        ((0, 4), (0, 0), Change.ONLY_THEN),
        ((0, 0), (4, 0), Change.ONLY_NOW),
        ((0, 0), (0, 0), None),
    ],
)
def test_change_is_of_the_share_of_strengths(then, now, change):
    assert change_of(Tally(*then), Tally(*now)) is change


def test_unsure_findings_change_nothing():
    assert change_of(Tally(0, 0, 0, 30), Tally(0, 0, 30, 0)) is None
    assert change_of(Tally(4, 4, 0, 30), Tally(4, 4, 30, 0)) is Change.UNCLEAR


def test_chance_is_that_of_fishers_test_with_half_of_what_was_seen():
    from scipy.stats import hypergeom

    lower, higher = Tally(3, 9), Tally(8, 4)
    drawn = hypergeom(24, 11, 12)
    assert by_chance(lower, higher) == pytest.approx(drawn.sf(8) + drawn.pmf(8) / 2)


def test_a_step_up_and_the_same_step_down_are_as_likely():
    assert by_chance(Tally(3, 9), Tally(8, 4)) + by_chance(Tally(8, 4), Tally(3, 9)) == pytest.approx(1)


def test_very_many_findings_are_no_overflow():
    assert by_chance(Tally(400, 4000), Tally(4000, 400)) < CHANCE
