"""Which findings are sure, as `--precision` says it."""

from __future__ import annotations

import pytest

from inspection_findings.commands.console import UsageError
from inspection_findings.commands.precision import USUAL, Sureness, sureness
from inspection_findings.exceptions import ModelError


class Promises:
    def thresholds_for(self, precision: float):
        raise ModelError("the model promises no precision")


def test_the_usual_precision_where_nobody_says(scorer):
    usual = sureness(scorer, None)
    assert usual.precision == USUAL
    assert usual.selection.sure_from == tuple(scorer.thresholds_for(USUAL))


def test_nothing_is_unsure_where_the_model_promises_nothing():
    assert sureness(Promises(), None) == Sureness()


def test_none_switches_it_off(scorer):
    assert sureness(scorer, "none") == Sureness()


def test_what_was_asked_for(scorer):
    assert sureness(scorer, "0.8").precision == 0.8


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("high", "--precision high: give a number between 0 and 1, or none"),
        ("90", "--precision: 90 is not between 0 and 1; give 0.9 for 90%"),
        ("0", "--precision: 0 is not between 0 and 1"),
        ("nan", "--precision: nan is not between 0 and 1"),
        ("0.99", "--precision 0.99: the model can promise 0.95 at most: ask for less"),
    ],
)
def test_what_cannot_be_asked_is_refused(scorer, asked, said):
    with pytest.raises(UsageError) as error:
        sureness(scorer, asked)
    assert str(error.value) == said
