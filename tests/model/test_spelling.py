import pytest

from inspection_findings.model.spelling import BRITISH, spelt


@pytest.mark.parametrize(
    ("american", "british"),
    [
        ("behavioral", "behavioural"), ("favorite", "favourite"), ("neighborhoods", "neighbourhoods"),
        ("centered", "centred"), ("theaters", "theatres"), ("organization", "organisation"),
        ("prioritizing", "prioritising"), ("emphasized", "emphasised"), ("analyzed", "analysed"),
        ("counselors", "counsellors"), ("traveling", "travelling"), ("enrollment", "enrolment"),
        ("fulfills", "fulfils"), ("skillfully", "skilfully"), ("offenses", "offences"),
        ("pediatrician", "paediatrician"), ("programs", "programmes"), ("dialog", "dialogue"),
        ("judgments", "judgements"), ("practised", "practiced"), ("learnt", "learned"),
    ],
)  # fmt: skip
def test_what_is_american_is_spelt_as_in_britain(american, british):
    assert spelt(american) == british


@pytest.mark.parametrize(
    "word",
    [
        *("size", "sizes", "resized", "oversized", "prize", "seized", "citizens", "horizon", "quizzing"),
        *("honorary", "rigorous", "labels", "level", "enrolled", "parameter", "member", "letters", "error"),
        *("modelled", "programmed", "offensive", "licensed", "learner", "plan", ""),
    ],
)
def test_what_is_british_is_left_as_it_is(word):
    assert spelt(word) == word


def test_what_is_british_stays_so():
    assert [word for word in BRITISH.values() if spelt(word) != word] == []
