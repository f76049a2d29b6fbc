from __future__ import annotations

import pytest

from inspection_findings.labels import LABEL_INDEX, LABELS, Domain, Label, Polarity
from inspection_findings.reporting.selection import Selection


@pytest.mark.parametrize(
    ("selection", "kept"),
    [
        (Selection(), ["partnership", "assessment_planning"]),
        (Selection(min_confidence=0.8), ["partnership"]),
        (Selection(min_confidence=0.81), []),
        (Selection(domains=frozenset({Domain.ASSESSMENT_PLANNING, Domain.VOICE})), ["assessment_planning"]),
        (Selection(polarity=Polarity.STRENGTH), ["partnership"]),
        (Selection(domains=frozenset({Domain.PARTNERSHIP}), polarity=Polarity.WEAKNESS), []),
    ],
)
def test_apply_keeps_what_is_selected(selection, kept, example):
    before = example.results[0]
    after = selection.apply(before)
    assert [finding.domain for finding in after.findings] == kept
    assert after.sentence == before.sentence
    assert after.scores == before.scores


def test_findings_below_the_promised_threshold_of_their_label_are_unsure(example):
    sure_from = [1.0] * len(LABELS)
    sure_from[LABEL_INDEX[Label.parse("partnership:strength")]] = 0.8
    before = example.results[0]
    after = Selection(sure_from=tuple(sure_from)).apply(before)
    assert [(finding.domain, finding.unsure) for finding in after.findings] == [
        (Domain.PARTNERSHIP, False),
        (Domain.ASSESSMENT_PLANNING, True),
    ]
    assert after.scores == before.scores
    assert [finding.unsure for finding in Selection().apply(before).findings] == [None, None]
