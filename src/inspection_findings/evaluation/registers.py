"""The same figures for each register: the kinds of inspection, and news about them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inspection_findings.corpus.records import LabelledSentence
from inspection_findings.documents.types import Framework
from inspection_findings.evaluation.metrics import Evaluation, Scored, evaluate


def register_scores(
    scored: Scored,
    records: Sequence[LabelledSentence],
    *,
    units: Sequence[str] | None = None,
    resamples: int = 1000,
) -> dict[Framework, Evaluation]:
    """Evaluate each register by itself, in the order of `Framework`; what does not occur is left out.

    Parameters
    ----------
    scored
        Predictions beside the truth, n rows.
    records
        The n sentences.
    units
        What the bootstrap resamples, n names; the documents by default.
    resamples
        Of the bootstrap.
    """
    names = [record.document for record in records] if units is None else units
    scores = {}
    for register in Framework:
        rows = [row for row, record in enumerate(records) if record.framework is register]
        if rows:
            part = scored.take(np.array(rows))
            scores[register] = evaluate(part, [names[row] for row in rows], resamples=resamples)
    return scores
