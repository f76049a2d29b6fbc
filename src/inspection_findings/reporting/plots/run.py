"""The pictures of a run."""

from __future__ import annotations

from inspection_findings.evaluation.predictions import Predictions
from inspection_findings.evaluation.reliability import reliability
from inspection_findings.reporting.plots.confusion import confusion_table
from inspection_findings.reporting.plots.labels import label_bars
from inspection_findings.reporting.plots.precision_recall import precision_recall_curves
from inspection_findings.reporting.reliability import reliability_diagram


def run_plots(predictions: Predictions) -> dict[str, bytes]:
    """Draw what a model says of labelled sentences.

    Returns
    -------
    dict
        File name to SVG: F1 of each label, precision against recall, reliability, confusion of domains.
    """
    scored = predictions.scored
    found = reliability(scored)
    diagram = reliability_diagram(found.bins, title=f"Reliability of {found.findings:,} findings")
    return {
        "label_f1.svg": label_bars(predictions),
        "precision_recall.svg": precision_recall_curves(scored),
        "reliability.svg": diagram.encode(),
        "domain_confusion.svg": confusion_table(scored),
    }
