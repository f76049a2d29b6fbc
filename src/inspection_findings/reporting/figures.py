"""An evaluation as tables on a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from inspection_findings.evaluation.metrics import Evaluation


def print_evaluation(console: Console, evaluation: Evaluation, *, title: str) -> None:
    """Print the metrics with their intervals, then the labels one by one."""
    heading = f"{title}: {evaluation.sentences:,} sentences of {evaluation.documents:,} documents"
    figures = Table("figure", "value", "95% interval", title=heading, title_justify="left")
    for name, estimate in evaluation.estimates.items():
        interval = f"{estimate.low:.3f} to {estimate.high:.3f}"
        figures.add_row(name.replace("_", " "), f"{estimate.value:.3f}", interval)
    console.print(figures)
    labels = Table("label", "precision", "recall", "F1", "sentences")
    for score in evaluation.per_label:
        numbers = (f"{value:.2f}" for value in (score.precision, score.recall, score.f1))
        labels.add_row(score.label, *numbers, str(score.support))
    console.print(labels)
