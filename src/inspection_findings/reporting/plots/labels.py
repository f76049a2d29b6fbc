"""F1 of each label as a bar, with its interval."""

from __future__ import annotations

from typing import Any

import numpy as np

from inspection_findings.evaluation.bootstrap import document_sums, interval, label_f1, resampled
from inspection_findings.evaluation.metrics import per_label_scores
from inspection_findings.evaluation.predictions import Predictions
from inspection_findings.labels import LABELS, Polarity
from inspection_findings.reporting.plots.style import FAINT, INK, SHADE, SMALL, drawing
from inspection_findings.reporting.wording import words

_RESAMPLES = 1000
_EDGE = 1.12
"""Where the axis ends: beyond 1 there is room for the counts."""


def label_bars(predictions: Predictions) -> bytes:
    """Draw the F1 of each label with its 95% interval by document, and how many sentences have it.

    Strengths are dark and weaknesses light and hatched, so that they are told apart without colour.
    """
    from matplotlib.patches import Patch

    scores = per_label_scores(predictions.scored)
    sums = document_sums(predictions.scored, predictions.documents)
    low, high = interval(label_f1(resampled(sums, resamples=_RESAMPLES)))
    places = np.array([k + 0.35 * (k // 2) for k in range(len(LABELS))])
    looks: dict[Polarity, dict[str, Any]] = {
        Polarity.STRENGTH: {"facecolor": SHADE, "edgecolor": INK},
        Polarity.WEAKNESS: {"facecolor": "white", "edgecolor": INK, "hatch": "////"},
    }
    with drawing("label_f1", figsize=(7, 7)) as drawn:
        axes = drawn.axes
        for k, score in enumerate(scores):
            axes.barh(places[k], score.f1, height=0.9, linewidth=0.6, **looks[LABELS[k].polarity])
            # The percentile interval of a rare label need not hold the value itself.
            axes.plot([low[k], high[k]], [places[k]] * 2, "|-", color=INK, linewidth=1.6, markersize=7)
            axes.text(_EDGE, places[k], f"{score.support:,}", va="center", ha="right", fontsize=SMALL)
        domains = [words(label.domain) for label in LABELS[::2]]
        axes.set_yticks((places[::2] + places[1::2]) / 2, domains)
        axes.set_ylim(places[-1] + 0.7, -2.1)
        axes.set_xlim(0, _EDGE)
        axes.set_xticks(np.linspace(0, 1, 6))
        axes.set_axisbelow(True)
        axes.grid(axis="x", color=FAINT)
        axes.text(_EDGE, -1.1, "sentences", va="center", ha="right", fontsize=SMALL)
        axes.set_xlabel("F1, with 95% interval by document")
        handles = [Patch(**look, label=polarity.value) for polarity, look in looks.items()]
        axes.legend(handles=handles, loc="upper left", ncols=2, frameon=False, fontsize=SMALL)
    return drawn.svg
