import pytest

from inspection_findings.labels import Domain, Polarity
from robustness import outcome
from swaps import SWAPS, american, negated_blame, negated_praise, without_negation

GOOD, BAD = Polarity.STRENGTH, Polarity.WEAKNESS
WORDS = (
    "In May 2019 Quernby's long-term leaders’ programme was organised for 12 'new' staff who may march on."
)


def swapped(how):
    [swap] = [each for each in SWAPS if each.how == how]
    return swap.write(WORDS, "Quernby")


@pytest.mark.parametrize(
    ("how", "part"),
    [
        ("another of one word", "In May 2019 Quernmouth's long"),
        ("another month alone", "In November 2019"),
        ("another month and year", "In November 2012"),
        ("curly ones made straight", "leaders' programme"),
        ("straight apostrophes made curly", "Quernby’s"),
        ("no-break hyphens", "long‑term"),
        ("blanks for hyphens", "long term"),
        ("American", "program was organized for"),
    ],
)
def test_each_swap_changes_what_it_says_and_nothing_else(how, part):
    assert part in swapped(how)
    assert swapped(how).endswith("staff who may march on.")


def test_american_spelling_keeps_capitals():
    assert american("Programmes centre on behaviour.") == "Programs center on behavior."


@pytest.mark.parametrize(
    ("write", "before", "after"),
    [
        (negated_praise, "Supervision is very effective.", "Supervision is not very effective."),
        (negated_praise, "Practice has improved.", "Practice has not improved."),
        (negated_praise, "Supervision is regular but weak.", None),
        (negated_praise, "Few plans are clear.", None),
        (negated_praise, "Plans are clear and visits are timely.", None),
        (negated_blame, "Supervision is poor.", "Supervision is not poor."),
        (negated_blame, "Supervision is regular.", None),
        (without_negation, "Plans are not always clear.", "Plans are clear."),
        (without_negation, "Plans are not shared.", None),
        (without_negation, "Plans are not clear, nor are they timely.", None),
    ],
)
def test_a_plain_clause_is_negated_and_no_other(write, before, after):
    assert write(before) == after


@pytest.mark.parametrize(
    ("after", "word"),
    [
        ({(Domain.VOICE, GOOD)}, "as before"),
        ({(Domain.VOICE, BAD)}, "turned"),
        ({(Domain.WORKFORCE, BAD)}, "turned, other domains"),
        ({(Domain.VOICE, GOOD), (Domain.VOICE, BAD)}, "both"),
        ({(Domain.WORKFORCE, GOOD)}, "as before, other domains"),
        (set(), "nothing said"),
    ],
)
def test_how_findings_changed(after, word):
    assert outcome(frozenset({(Domain.VOICE, GOOD)}), frozenset(after)) == word
