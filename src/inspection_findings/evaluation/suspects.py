"""Likely label errors, ranked by confident learning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inspection_findings.corpus.records import LabelledSentence, truth_matrix
from inspection_findings.labels import LABELS, Label

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A label whose presence or absence the model doubts.

    Attributes
    ----------
    label
        The label.
    given
        Whether it was given.
    probability
        Out of fold.
    """

    label: Label
    given: bool
    probability: float

    def __str__(self) -> str:
        return f"{'-' if self.given else '+'}{self.label} ({self.probability:.2f})"


@dataclass(frozen=True, slots=True)
class Suspect:
    """A sentence whose labels are likely to be wrong.

    Attributes
    ----------
    record
        The sentence with the labels it was given.
    quality
        Label quality score, 0 (surely wrong) to 1.
    doubts
        What the model would change, most doubtful first.
    """

    record: LabelledSentence
    quality: float
    doubts: tuple[Doubt, ...]


def find_suspects(records: Sequence[LabelledSentence], probabilities: Floats) -> list[Suspect]:
    """Rank sentences whose labels are likely to be wrong, most suspect first.

    Confident learning [1]_ for several labels a sentence [2]_, as cleanlab implements it: a label is in
    doubt where its out-of-fold probability disagrees with it by more than the average confidence of the
    sentences that do, or do not, carry it; sentences are ranked by an exponential moving average
    of the confidences in their labels, which the worst ones dominate.

    Parameters
    ----------
    records
        Sentences, n of them.
    probabilities
        Of each label from a model that did not see the sentence's authority, shape (n, 22).

    References
    ----------
    .. [1] C. G. Northcutt, L. Jiang and I. L. Chuang (2021). Confident learning: estimating uncertainty
       in dataset labels. Journal of Artificial Intelligence Research 70.
    .. [2] A. Thyagarajan, E. Snorrason, C. Northcutt and J. Mueller (2022). Identifying incorrect
       annotations in multi-label classification data. arXiv:2211.13895.
    """
    from cleanlab.filter import find_label_issues
    from cleanlab.internal.multilabel_utils import onehot2int
    from cleanlab.multilabel_classification import get_label_quality_scores

    truth = truth_matrix(records)
    labels = onehot2int(truth)
    found = find_label_issues(
        labels,
        probabilities,
        multi_label=True,
        return_indices_ranked_by="self_confidence",
        # It would fork, and a fork of a process that has threads may never end.
        n_jobs=1,
    )
    quality = get_label_quality_scores(labels, probabilities, method="self_confidence")
    order = sorted(map(int, found), key=lambda row: quality[row])
    suspects = [
        Suspect(records[row], float(quality[row]), _doubts(truth[row], probabilities[row])) for row in order
    ]
    return [suspect for suspect in suspects if suspect.doubts]


def _doubts(truth: NDArray[np.int8], probabilities: Floats) -> tuple[Doubt, ...]:
    confidence = np.where(truth == 1, probabilities, 1 - probabilities)
    return tuple(
        Doubt(LABELS[k], bool(truth[k]), float(probabilities[k]))
        for k in np.argsort(confidence)
        if confidence[k] < 0.5
    )
