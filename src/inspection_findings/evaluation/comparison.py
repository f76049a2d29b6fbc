"""Two models on the same sentences: by how much they differ, and how surely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from inspection_findings.evaluation.bootstrap import (
    document_sums,
    interval,
    label_f1,
    metric_values,
    resampled,
)
from inspection_findings.evaluation.metrics import LOWER_IS_BETTER, METRICS, Floats, Scored, per_label_scores
from inspection_findings.evaluation.predictions import Predictions
from inspection_findings.evaluation.significance import McNemar, holm, mcnemar, permutation_p_values
from inspection_findings.exceptions import ComparisonError
from inspection_findings.labels import LABELS

HEADLINE = "pair_micro_f1"
"""The metric that decides which of two models is better."""
LEVEL = 0.05
"""From which p-value on a difference may be chance."""
RESAMPLES = 2000
PERMUTATIONS = 10_000

_LABEL_F1 = "label_f1"


class Outcome(StrEnum):
    """What a comparison says of the second model, measured by the first."""

    BETTER = "better"
    WORSE = "worse"
    UNDECIDED = "undecided"
    SAME = "same"


@dataclass(frozen=True)
class Difference:
    """A metric of two models.

    Attributes
    ----------
    a, b
        Its values.
    change
        ``b - a``.
    low, high
        95% interval of the change, bootstrapped by document with the same draws for both.
    p_value
        Of the paired permutation test by document.
    """

    name: str
    a: float
    b: float
    change: float
    low: float
    high: float
    p_value: float

    def outcome(self, p_value: float | None = None) -> Outcome:
        """Whether ``b`` is better: only where test and interval both say so.

        Parameters
        ----------
        p_value
            Instead of its own: one that is adjusted for several comparisons.
        """
        if self.low == self.high == 0:
            return Outcome.SAME
        tested = self.p_value if p_value is None else p_value
        if not tested < LEVEL or not (self.low > 0 or self.high < 0):
            return Outcome.UNDECIDED
        return Outcome.BETTER if (self.low > 0) != (self.name in LOWER_IS_BETTER) else Outcome.WORSE


@dataclass(frozen=True)
class LabelChange:
    """F1 of one label in two models, as in `Difference`.

    Attributes
    ----------
    support
        True sentences of the label.
    adjusted_p_value
        The p-value, adjusted for there being 22 labels (Holm).
    """

    label: str
    support: int
    f1_a: float
    f1_b: float
    change: float
    low: float
    high: float
    p_value: float
    adjusted_p_value: float


@dataclass(frozen=True)
class ChangedSentence:
    """A sentence of which the models report different findings, with the labels of each and the true ones."""

    id: str
    document: str
    truth: tuple[str, ...]
    a: tuple[str, ...]
    b: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """How model B differs from model A on the same sentences.

    Attributes
    ----------
    metrics
        Every one of `METRICS`.
    labels
        In the order of ``LABELS``.
    mcnemar
        Over (sentence, label) cells.
    changed
        In the order of the sentences.
    sentences, documents
        How much they were compared on; documents are the units of intervals and tests.
    fingerprint
        Of the sentences.
    resamples, permutations, seed
        Of intervals and tests.
    """

    metrics: dict[str, Difference]
    labels: tuple[LabelChange, ...]
    mcnemar: McNemar
    changed: tuple[ChangedSentence, ...]
    sentences: int
    documents: int
    fingerprint: str
    resamples: int
    permutations: int
    seed: int

    @property
    def headline(self) -> Difference:
        """The metric that decides."""
        return self.metrics[HEADLINE]


def compare(
    a: Predictions,
    b: Predictions,
    *,
    resamples: int = RESAMPLES,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
) -> Comparison:
    """Compare two models on the sentences that both were scored on.

    Parameters
    ----------
    a
        Of the model to measure by.
    b
        Of the other.
    resamples
        Of the paired bootstrap by document.
    permutations
        Of the paired permutation test by document.
    seed
        Of both.

    Raises
    ------
    ComparisonError
        If the sentences are not the same.
    """
    if a.fingerprint != b.fingerprint or a.ids != b.ids or a.documents != b.documents:
        raise ComparisonError(
            f"scored on different sentences: {_data(a)}, and {_data(b)}: score both on the same ones"
        )
    scored_a, scored_b = a.scored, b.scored
    sums_a, sums_b = (document_sums(each, a.documents) for each in (scored_a, scored_b))
    drawn_a, drawn_b = (_statistics(resampled(s, resamples=resamples, seed=seed)) for s in (sums_a, sums_b))
    intervals = {name: interval(drawn_b[name] - drawn_a[name]) for name in drawn_a}
    p_values = permutation_p_values(sums_a, sums_b, _statistics, permutations=permutations, seed=seed)
    metrics = {}
    for name, metric in METRICS.items():
        value_a, value_b = metric(scored_a), metric(scored_b)
        low, high = intervals[name]
        metrics[name] = Difference(
            name, value_a, value_b, value_b - value_a, float(low), float(high), float(p_values[name])
        )
    right_a, right_b = (each.predicted == each.truth for each in (scored_a, scored_b))
    return Comparison(
        metrics=metrics,
        labels=_labels(scored_a, scored_b, intervals[_LABEL_F1], p_values[_LABEL_F1]),
        mcnemar=mcnemar(int((right_a & ~right_b).sum()), int((right_b & ~right_a).sum())),
        changed=_changed(a, scored_a, scored_b),
        sentences=len(a.ids),
        documents=len(sums_a),
        fingerprint=a.fingerprint,
        resamples=resamples,
        permutations=permutations,
        seed=seed,
    )


def _data(predictions: Predictions) -> str:
    corpus = f" of data {predictions.data_fingerprint[:8]}" if predictions.data_fingerprint else ""
    return f"{len(predictions.ids):,}{corpus} (fingerprint {predictions.fingerprint[:8]})"


def _statistics(sums: Floats) -> Mapping[str, Floats]:
    return {**metric_values(sums), _LABEL_F1: label_f1(sums)}


def _labels(a: Scored, b: Scored, ends: tuple[Floats, Floats], p_values: Floats) -> tuple[LabelChange, ...]:
    low, high = ends
    adjusted = holm(p_values.tolist())
    pairs = zip(per_label_scores(a), per_label_scores(b), strict=True)
    return tuple(
        LabelChange(
            label=ours.label,
            support=ours.support,
            f1_a=ours.f1,
            f1_b=theirs.f1,
            change=theirs.f1 - ours.f1,
            low=float(low[k]),
            high=float(high[k]),
            p_value=float(p_values[k]),
            adjusted_p_value=adjusted[k],
        )
        for k, (ours, theirs) in enumerate(pairs)
    )


def _changed(sentences: Predictions, a: Scored, b: Scored) -> tuple[ChangedSentence, ...]:
    rows = np.flatnonzero((a.predicted != b.predicted).any(axis=1))
    return tuple(
        ChangedSentence(
            sentences.ids[row],
            sentences.documents[row],
            *(_names(each[row]) for each in (a.truth, a.predicted, b.predicted)),
        )
        for row in rows.tolist()
    )


def _names(row: Floats) -> tuple[str, ...]:
    return tuple(str(LABELS[k]) for k in np.flatnonzero(row))
