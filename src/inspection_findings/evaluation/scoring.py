"""Evaluating a model or a baseline on labelled sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inspection_findings.corpus.records import LabelledSentence, truth_matrix
from inspection_findings.evaluation.metrics import Evaluation, Floats, Scored, evaluate
from inspection_findings.model.scorer import Scorer


def score_records(scorer: Scorer, records: Sequence[LabelledSentence]) -> Scored:
    """Score labelled sentences, those of a passage next to each other."""
    probabilities = scorer.score([record.sentence for record in records])
    return scored_at(probabilities, scorer.thresholds, records)


def scored_at(probabilities: Floats, thresholds: Floats, records: Sequence[LabelledSentence]) -> Scored:
    """Report what reaches its threshold.

    Parameters
    ----------
    probabilities
        Shape (n, 22).
    thresholds
        Shape (22,).
    records
        The n sentences.
    """
    predicted = (probabilities >= thresholds).astype(np.int8)
    return Scored(truth_matrix(records), probabilities, predicted)


def units(records: Sequence[LabelledSentence]) -> list[str]:
    """Resampling unit of each sentence: its document."""
    return [record.document for record in records]


def evaluate_scorer(
    scorer: Scorer, records: Sequence[LabelledSentence], *, resamples: int = 1000
) -> Evaluation:
    """Metrics of a model on labelled sentences, with intervals by document.

    Raises
    ------
    ValueError
        If there are no sentences.
    """
    return evaluate(score_records(scorer, records), units(records), resamples=resamples)
