"""Precision against recall, of all labels together and of each."""

from __future__ import annotations

import numpy as np

from inspection_findings.evaluation.curves import Curve, precision_recall
from inspection_findings.evaluation.metrics import Scored
from inspection_findings.labels import LABELS
from inspection_findings.reporting.plots.style import FAINT, INK, SHADE, SMALL, drawing

_POINTS = 200


def precision_recall_curves(scored: Scored) -> bytes:
    """Draw the curve of all (sentence, label) cells together over the faint ones of each label.

    The diamond is where the model's own thresholds lie, which differ by label: it need not be on the curve,
    whose threshold is the same for all.
    """
    hits = int((scored.truth & scored.predicted).sum())
    precision = hits / max(int(scored.predicted.sum()), 1)
    recall = hits / max(int(scored.truth.sum()), 1)
    with drawing("precision_recall", figsize=(6, 5)) as drawn:
        axes = drawn.axes
        axes.grid(color=FAINT)
        for k in range(len(LABELS)):
            curve = _thinned(precision_recall(scored.truth[:, k], scored.probabilities[:, k]))
            axes.plot(
                curve.recall,
                curve.precision,
                color=SHADE,
                linewidth=0.7,
                label="each label" if not k else None,
            )
        whole = _thinned(precision_recall(scored.truth, scored.probabilities))
        axes.plot(whole.recall, whole.precision, color=INK, linewidth=2, label="all labels together")
        axes.plot(
            recall, precision, "D", color=INK, markerfacecolor="white", markersize=8, markeredgewidth=1.5,
            label=f"its thresholds: precision {precision:.2f}, recall {recall:.2f}",
        )  # fmt: skip
        axes.set_xlim(0, 1.01)
        axes.set_ylim(0, 1.01)
        axes.set_xlabel("recall")
        axes.set_ylabel("precision")
        axes.legend(loc="lower left", fontsize=SMALL)
    return drawn.svg


def _thinned(curve: Curve) -> Curve:
    """As many points as the eye can tell apart, evenly by recall."""
    if len(curve.recall) <= _POINTS:
        return curve
    kept = np.unique(np.searchsorted(curve.recall, np.linspace(curve.recall[0], 1, _POINTS)))
    return Curve(curve.precision[kept], curve.recall[kept])
