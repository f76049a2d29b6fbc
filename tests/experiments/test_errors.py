import numpy as np
import pytest

from errors import (
    ALONE,
    FLIPPED,
    MIXED,
    NOTHING,
    SWAPPED,
    Part,
    example,
    find_mistakes,
    swaps,
)
from inspection_findings.corpus.records import LabelledSentence, Sample, Source
from inspection_findings.documents.types import Framework, Sentence
from inspection_findings.evaluation.metrics import Scored
from inspection_findings.labels import LABEL_INDEX, LABELS, Domain, Label


def scored(*rows):
    """Sentences as (labels, given) in words."""
    truth, predicted = np.zeros((len(rows), 22), np.int8), np.zeros((len(rows), 22), np.int8)
    for row, pair in enumerate(rows):
        for matrix, labels in zip((truth, predicted), pair, strict=True):
            for label in labels.split():
                matrix[row, LABEL_INDEX[Label.parse(label)]] = 1
    return Scored(truth, predicted * 0.75, predicted)


def kinds(labels, given):
    return {(str(each.label), each.missed): each.kind for each in find_mistakes(scored((labels, given)))}


@pytest.mark.parametrize(
    ("labels", "given", "expected"),
    [
        ("voice:strength", "voice:strength", {}),
        ("voice:strength", "", {("voice:strength", True): NOTHING}),
        ("", "voice:strength", {("voice:strength", False): NOTHING}),
        (
            "voice:strength",
            "voice:weakness",
            {("voice:strength", True): FLIPPED, ("voice:weakness", False): FLIPPED},
        ),
        ("voice:strength voice:weakness", "voice:strength", {("voice:weakness", True): MIXED}),
        ("voice:strength", "voice:strength voice:weakness", {("voice:weakness", False): MIXED}),
        (
            "voice:strength",
            "protection:strength",
            {("voice:strength", True): SWAPPED, ("protection:strength", False): SWAPPED},
        ),
        ("voice:strength workforce:strength", "voice:strength", {("workforce:strength", True): ALONE}),
        ("voice:strength", "voice:strength workforce:strength", {("workforce:strength", False): ALONE}),
    ],
)
def test_each_mistake_has_its_kind(labels, given, expected):
    assert kinds(labels, given) == expected


def test_domains_given_for_one_share_the_count():
    mistakes = list(
        find_mistakes(
            scored(
                ("voice:strength", "protection:strength workforce:strength"),
                ("voice:strength", "protection:weakness"),
            )
        )
    )
    assert swaps(mistakes) == {
        (Domain.VOICE, Domain.PROTECTION): 1.5,
        (Domain.VOICE, Domain.WORKFORCE): 0.5,
    }


def test_only_a_specimen_may_be_shown():
    def part(source):
        record = LabelledSentence(
            "a", source, "d", None, Framework.ILACS, Sample.RANDOM, Sentence("Plans | drift."), (LABELS[0],)
        )
        return Part.of(scored(("leadership:strength", "voice:weakness")), [record])

    shown = example(part(Source.SPECIMEN), 0)
    assert shown == r"Plans \| drift. | leadership:strength | voice:weakness (0.75)"
    with pytest.raises(ValueError, match="real text"):
        example(part(Source.REPORT), 0)
