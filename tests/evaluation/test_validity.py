import dataclasses

import numpy as np
import pytest

from inspection_findings.documents import read_bytes
from inspection_findings.documents.types import Grade
from inspection_findings.evaluation.validity import (
    AreaShare,
    ListedPoint,
    area_shares,
    by_authority,
    grade_auc,
    highest_rank_correlation,
    list_accuracy,
    listed_points,
    rank_correlation,
)
from inspection_findings.labels import (
    LABEL_INDEX,
    LABELS,
    Area,
    Domain,
    Finding,
    Label,
    Polarity,
    SectionCode,
)
from inspection_findings.model.scorer import SentenceFindings

LETTER = """# Inspection of Fernshire children's services

Inspection dates: 4 to 8 March 2024

## What needs to improve

- Late visits.
- Plans.

## Strengths

- Early help.

## The experiences and progress of children in care: good

Homes are stable.

## The impact of leaders on social work practice with children and families: inadequate

Audits are rare.
"""


@pytest.fixture(scope="module")
def document():
    return read_bytes(LETTER.encode(), name="fernshire")


def found(document, *pairs):
    """Findings by the section of their sentence."""
    by_section = {sentence.section: sentence for sentence in document.sentences()}
    results = []
    for section, domain, polarity in pairs:
        scores = [0.0] * len(LABELS)
        # A weakness is expected everywhere, too little to be found.
        scores[LABEL_INDEX[Label(domain, Polarity.WEAKNESS)]] = 0.1
        scores[LABEL_INDEX[Label(domain, polarity)]] = 0.9
        results.append(
            SentenceFindings(by_section[section], (Finding(domain, polarity, 0.9),), tuple(scores))
        )
    return results


def test_shares_are_of_the_areas_that_are_graded(document):
    good = (SectionCode.CHILDREN_IN_CARE, Domain.VOICE, Polarity.STRENGTH)
    bad = (SectionCode.CHILDREN_IN_CARE, Domain.VOICE, Polarity.WEAKNESS)
    leaders = (SectionCode.LEADERS, Domain.WORKFORCE, Polarity.WEAKNESS)
    [care, led] = sorted(
        area_shares(document, "fernshire", found(document, good, good, good, bad, leaders, leaders), least=2),
        key=lambda share: share.area,
    )
    assert (care.area, care.share, care.findings, care.grade) == (Area.CHILDREN_IN_CARE, 0.75, 4, Grade.GOOD)
    assert (led.area, led.share, led.rank) == (Area.LEADERS, 0.0, 0)
    assert (care.expected, led.expected) == (pytest.approx(2.7 / 3.9), 0.0)


def test_areas_with_few_findings_are_left_out(document):
    few = found(document, (SectionCode.LEADERS, Domain.WORKFORCE, Polarity.WEAKNESS))
    assert area_shares(document, "fernshire", few) == []


class Critic:
    """Finds plans weak and all else strong, and remembers what it was shown."""

    def __init__(self):
        self.shown = []

    def score(self, sentences):
        self.shown += sentences
        scores = np.zeros((len(sentences), len(LABELS)))
        for row, sentence in zip(scores, sentences, strict=True):
            polarity = Polarity.WEAKNESS if "Plans" in sentence.text else Polarity.STRENGTH
            row[LABEL_INDEX[Label(Domain.VOICE, polarity)]] = 0.3
        return scores


def test_listed_points_are_classified_without_their_heading(document):
    critic = Critic()
    points = listed_points(document, "fernshire", critic)
    assert [(p.listed, p.predicted) for p in points] == [
        (Polarity.WEAKNESS, Polarity.STRENGTH),
        (Polarity.WEAKNESS, Polarity.WEAKNESS),
        (Polarity.STRENGTH, Polarity.STRENGTH),
    ]
    assert {sentence.section for sentence in critic.shown} == {None}
    assert all(sentence.bullet for sentence in critic.shown)
    assert list_accuracy(points) == pytest.approx(2 / 3)


def share(value, grade, authority="a"):
    return AreaShare("d", authority, Area.LEADERS, value, 1 - value, 10, grade)


def test_shares_that_rise_with_the_grade_agree_with_it():
    rising = [share(0.1, Grade.INADEQUATE), share(0.4, Grade.REQUIRES_IMPROVEMENT), share(0.9, Grade.GOOD)]
    assert rank_correlation(rising) == pytest.approx(1)
    assert grade_auc(rising) == 1
    # What is expected falls here where the count rises.
    assert rank_correlation(rising, expected=True) == pytest.approx(-1)
    assert grade_auc(rising, expected=True) == 0
    falling = [dataclasses.replace(each, share=1 - each.share) for each in rising]
    assert rank_correlation(falling) == pytest.approx(-1)
    assert grade_auc(falling) == 0


def test_no_share_follows_tied_grades_better_than_the_highest_correlation():
    grades = [Grade.INADEQUATE, Grade.GOOD, Grade.GOOD, Grade.GOOD, Grade.OUTSTANDING]
    perfect = [share(0.1 * i, grade) for i, grade in enumerate(grades)]
    highest = highest_rank_correlation(perfect[::-1])
    assert rank_correlation(perfect) == pytest.approx(highest)
    assert 0.5 < highest < 1
    wrong = [*perfect[1:], share(0.9, Grade.INADEQUATE)]
    assert rank_correlation(wrong) < highest_rank_correlation(wrong)


def test_intervals_come_from_whole_authorities():
    one = [ListedPoint("d", "a", Polarity.STRENGTH, Polarity.STRENGTH)] * 5
    other = [ListedPoint("e", "b", Polarity.STRENGTH, Polarity.WEAKNESS)] * 5
    estimate = by_authority([*one, *other], list_accuracy, resamples=200)
    assert (estimate.value, estimate.low, estimate.high) == (0.5, 0.0, 1.0)
    assert by_authority(one, list_accuracy, resamples=20).low == 1.0
