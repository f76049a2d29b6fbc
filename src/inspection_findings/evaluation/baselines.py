"""What a model must beat: the most frequent labels, and a word list."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from inspection_findings.corpus.records import LabelledSentence, truth_matrix
from inspection_findings.evaluation.metrics import Binary, Scored
from inspection_findings.labels import LABEL_INDEX, LABELS, Domain, Label, Polarity

_TOPIC_WORDS: dict[Domain, tuple[str, ...]] = {
    Domain.LEADERSHIP: ("leaders", "leadership", "councillors", "corporate", "strategic", "governance"),
    Domain.OVERSIGHT: ("oversight", "supervision", "managers", "management", "reviewing"),
    Domain.QUALITY_ASSURANCE: ("audit", "audits", "quality", "performance", "data", "learning"),
    Domain.WORKFORCE: ("workforce", "caseloads", "recruitment", "turnover", "training", "agency"),
    Domain.FRONT_DOOR: ("front", "mash", "referrals", "referral", "contacts", "thresholds", "early"),
    Domain.PROTECTION: ("protection", "risk", "risks", "exploitation", "missing", "strategy", "harm"),
    Domain.ASSESSMENT_PLANNING: ("assessments", "assessment", "plans", "plan", "planning", "core"),
    Domain.CHILDREN_IN_CARE: ("care", "placements", "placement", "foster", "permanence", "adoption"),
    Domain.CARE_LEAVERS: ("leavers", "pathway", "advisers", "accommodation"),
    Domain.VOICE: ("voice", "views", "wishes", "feelings", "visits", "relationships", "advocacy"),
    Domain.PARTNERSHIP: ("partners", "partnership", "agencies", "police", "health", "multiagency"),
}
_WEAK_WORDS = frozenset(
    {
        *("not", "too", "delay", "delays", "delayed", "late", "inconsistent", "insufficient", "lack", "poor"),
        *("weak", "slow", "few", "limited", "variable", "inadequate", "improve", "improvement", "however"),
        *("always", "insufficiently", "rarely", "drift", "without", "never"),
    }
)
_HYPHEN = re.compile("[-‐‑]")
_WORD = re.compile(r"\w+")


def majority_baseline(train: Sequence[LabelledSentence], records: Sequence[LabelledSentence]) -> Scored:
    """Give every sentence the label that is most frequent in training."""
    predicted = np.zeros((len(records), len(LABELS)), dtype=np.int8)
    predicted[:, int(truth_matrix(train).sum(axis=0).argmax())] = 1
    return _scored(records, predicted)


def lexicon_baseline(records: Sequence[LabelledSentence]) -> Scored:
    """Find domains by topic words, and call a sentence weak when a critical word stands in it."""
    predicted = np.zeros((len(records), len(LABELS)), dtype=np.int8)
    for row, record in enumerate(records):
        # Not as the model reads them: a list of words knows nothing of what the model folds, and is to stay
        # the same list when that changes.
        words = set(_WORD.findall(_HYPHEN.sub("", record.sentence.text.lower())))
        polarity = Polarity.WEAKNESS if words & _WEAK_WORDS else Polarity.STRENGTH
        for domain, topic in _TOPIC_WORDS.items():
            if words.intersection(topic):
                predicted[row, LABEL_INDEX[Label(domain, polarity)]] = 1
    return _scored(records, predicted)


def _scored(records: Sequence[LabelledSentence], predicted: Binary) -> Scored:
    return Scored(truth_matrix(records), predicted.astype(np.float64), predicted)
