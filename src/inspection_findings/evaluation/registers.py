"""The same figures for each register: the kinds of inspection, and news about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inspection_findings.corpus.records import LabelledSentence
from inspection_findings.documents.types import Framework
from inspection_findings.evaluation.metrics import Evaluation, Scored, evaluate


@dataclass(frozen=True)
class RegisterScore:
    """Figures of one register.

    Attributes
    ----------
    register
        Whose.
    findings
        How many were reported.
    evaluation
        The figures.
    """

    register: Framework
    findings: int
    evaluation: Evaluation


def register_scores(
    scored: Scored, records: Sequence[LabelledSentence], *, units: Sequence[str] | None = None
) -> tuple[RegisterScore, ...]:
    """Evaluate each register by itself, in the order of `Framework`; what does not occur is left out.

    Parameters
    ----------
    scored
        Predictions beside the truth, n rows.
    records
        The n sentences.
    units
        What the bootstrap resamples, n names; the documents by default.
    """
    names = [record.document for record in records] if units is None else units
    scores = []
    for register in Framework:
        rows = np.flatnonzero([record.framework is register for record in records])
        if len(rows):
            part = scored.take(rows)
            evaluation = evaluate(part, [names[row] for row in rows])
            scores.append(RegisterScore(register, int(part.predicted.sum()), evaluation))
    return tuple(scores)
