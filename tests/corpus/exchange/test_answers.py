import pytest

from inspection_findings.corpus.exchange.answers import CHOICES, Answers, parse_choices, split_choices
from inspection_findings.corpus.exchange.places import Place
from inspection_findings.corpus.positions import fingerprint_of, stream_text
from inspection_findings.labels import LABELS

TEXT = "Plans are vague."
PLACE = Place("fernshire", 40, 13, fingerprint_of(stream_text(TEXT)))
DATA = {"task": PLACE.key, "text": TEXT, "sample": "random"}


def taken(choices, **more):
    answers = Answers()
    options = {"annotator": "Rowan", **more.pop("options", {})}
    answers.add("line 2", {**DATA, **more}, choices, **options)
    return answers


def test_there_are_22_labels_and_none_to_choose_from():
    assert len(CHOICES) == 23
    assert CHOICES[-1] == "none"


def test_an_answer_is_taken_as_it_is():
    [answer] = taken(["voice:weakness", " Assessment_Planning:Weakness"]).given
    assert [str(label) for label in answer.labels] == ["assessment_planning:weakness", "voice:weakness"]
    assert (answer.place, answer.annotator, answer.sample) == (PLACE, "Rowan", "random")


def test_nothing_chosen_is_passed_over_and_none_is_no_label():
    passed = taken(["", "  "])
    assert (passed.given, passed.skipped, passed.problems) == ([], 1, [])
    assert taken(["none"]).given[0].labels == ()


@pytest.mark.parametrize(
    ("choices", "more", "problem"),
    [
        (["plans:bad"], {}, "line 2: unknown label 'plans:bad'"),
        (["none", "voice:weakness"], {}, "'none' beside other labels"),
        (["none"], {"task": "7"}, "unknown task '7'"),
        (["none"], {"task": None}, "unknown task ''"),
        (["none"], {"text": "Plans are clear."}, "it was changed, or a column has slipped"),
        (["none"], {"sample": "best"}, "unknown sample 'best': expected one of random, active"),
        (["none"], {"options": {"annotator": None}}, "give --annotator"),
    ],
)
def test_what_is_wrong_is_said(choices, more, problem):
    answers = taken(choices, **more)
    assert answers.given == []
    assert len(answers.problems) == 1
    assert problem in answers.problems[0]


def test_punctuation_and_quotation_marks_of_a_text_may_change():
    assert taken(["none"], text="'Plans are  vague").given


@pytest.mark.parametrize(
    "cell",
    [
        "voice:strength;voice:weakness",
        "voice:strength voice:weakness",
        " voice: strength ; voice :weakness;",
        "voice:strength,\nvoice:weakness",
    ],
)
def test_labels_in_a_cell_may_stand_apart_in_several_ways(cell):
    words = [word for word in split_choices(cell) if word]
    assert parse_choices(words) == tuple(label for label in LABELS if label.domain == "voice")
