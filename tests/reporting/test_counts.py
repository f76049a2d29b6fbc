"""Counts as values: what goes into a file comes back."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from inspection_findings.documents.types import Grade
from inspection_findings.labels import Area, Domain, Finding, Polarity
from inspection_findings.reporting.counts import counts_of, summary_of
from inspection_findings.reporting.summary import Summary


@pytest.fixture
def summary():
    made = Summary(documents=3, sentences=40)
    for polarity, unsure in ((Polarity.STRENGTH, False), (Polarity.WEAKNESS, True)):
        finding = Finding(Domain.VOICE, polarity, confidence=0.9, unsure=unsure)
        for tally in (made.total, made.domains[Domain.VOICE], made.areas[Area.LEADERS]):
            tally.add(finding, 2)
    made.grades[Area.OVERALL] = Counter({Grade.GOOD: 2, Grade.INADEQUATE: 1})
    return made


def test_counts_come_back_from_json(summary):
    assert summary_of(json.loads(json.dumps(counts_of(summary)))) == summary
    assert summary_of(counts_of(Summary())) == Summary()


def test_what_was_not_found_takes_no_room(summary):
    assert list(counts_of(summary)["domains"]) == [Domain.VOICE]


@pytest.mark.parametrize(
    "wrong",
    [
        {"documents": -1},
        {"sentences": "40"},
        {"total": [1, 2]},
        {"total": [1, 2, 3, 4, 5]},
        {"domains": {"weather": [1, 0, 0, 0]}},
        {"areas": {"overall": [1, 0, 0, 0]}},
        {"grades": {"overall": {"splendid": 1}}},
    ],
)
def test_what_is_no_summary_is_refused(summary, wrong):
    with pytest.raises((LookupError, TypeError, ValueError)):
        summary_of(counts_of(summary) | wrong)
