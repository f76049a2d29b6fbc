import numpy as np

from inspection_findings.model import lexicon
from inspection_findings.model.lines import Lines, Vocabulary, ragged
from inspection_findings.model.terms import Terms

WORDS, PAIRS = Terms.of(["late", "visits"]), Terms.of(["are late", "late", "visits are"])


def test_ngrams_of_several_fields_are_numbered_once():
    vocabulary = Vocabulary([WORDS, PAIRS])
    numbers = vocabulary.numbers(Terms.of([*WORDS, *PAIRS]))
    assert numbers[0] == numbers[3]
    assert len(set(numbers.tolist())) == 4
    assert numbers.min() >= 0
    assert vocabulary.columns(WORDS)[numbers].tolist() == [0, 1, -1, 0, -1]
    assert vocabulary.columns(PAIRS)[numbers].tolist() == [1, -1, 0, 1, 2]


def test_what_no_field_has_is_unknown_to_each():
    vocabulary = Vocabulary([WORDS, PAIRS])
    assert vocabulary.numbers(Terms.of(["never"])).tolist() == [-1]
    assert vocabulary.columns(WORDS)[vocabulary.numbers(Terms.of(["never"]))].tolist() == [-1]
    assert Vocabulary([]).numbers(Terms.of(["never"])).tolist() == [-1]


def test_ngrams_stay_within_their_lines():
    vocabulary = Vocabulary([WORDS, PAIRS])
    lines = Lines(["Visits are late", "", "visits", "are late"], vocabulary)
    assert lines.lexicon.words == ["visits", "are", "late"]
    assert lines.tokens.tolist() == [0, 1, 2, 0, 1, 2]
    assert lines.ends.tolist() == [0, 3, 3, 4, 6]
    numbers, ends = lines.ngrams(2)
    assert numbers.tolist() == vocabulary.numbers(Terms.of(["visits are", "are late", "are late"])).tolist()
    assert ends.tolist() == [0, 2, 2, 2, 3]
    numbers, ends = lines.ngrams(1)
    assert numbers.tolist() == vocabulary.numbers(Terms.of(["visits", "are", "late"] * 2)).tolist()
    assert ends.tolist() == lines.ends.tolist()
    assert lines.ngrams(7)[1].tolist() == [0] * 5


def test_ragged_ranges_stand_one_after_the_other():
    rows, places = ragged(np.array([5, 2, 0]), np.array([7, 2, 1]))
    assert (rows.tolist(), places.tolist()) == ([0, 0, 2], [5, 6, 0])


def test_what_was_looked_up_serves_later_lines():
    vocabulary = Vocabulary([WORDS, PAIRS])
    first, second = (Lines([text], vocabulary) for text in ("visits are late", "late, late visits"))
    assert second.lexicon is first.lexicon
    assert second.lexicon.words == ["visits", "are", "late"]
    assert second.tokens.tolist() == [2, 2, 0]
    assert second.ngrams(1)[0].tolist() == vocabulary.words(["late", "late", "visits"]).tolist()


def test_a_lexicon_that_is_full_gives_way_to_a_new_one(monkeypatch):
    monkeypatch.setattr(lexicon, "_CHARACTERS_KEPT", 10)
    vocabulary = Vocabulary([WORDS])
    first = Lines(["visits are late"], vocabulary)
    second = Lines(["late"], vocabulary)
    assert second.lexicon is not first.lexicon
    assert second.lexicon.words == ["late"]
    assert first.lexicon.words == ["visits", "are", "late"]
