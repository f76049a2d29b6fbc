"""An evaluation as tables on a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from inspection_findings.evaluation.metrics import Evaluation
from inspection_findings.reporting.numbers import figure, metric_name, span


def print_evaluation(console: Console, evaluation: Evaluation, *, title: str) -> None:
    """Print the metrics with their intervals, then the labels one by one."""
    heading = f"{title}: {evaluation.sentences:,} sentences of {evaluation.documents:,} documents"
    figures = Table("figure", "value", "95% interval", title=heading, title_justify="left")
    for name, estimate in evaluation.estimates.items():
        figures.add_row(metric_name(name), figure(estimate.value), span(estimate.low, estimate.high))
    console.print(figures)
    labels = Table("label", "precision", "recall", "F1", "sentences")
    for score in evaluation.per_label:
        numbers = (f"{value:.2f}" for value in (score.precision, score.recall, score.f1))
        labels.add_row(score.label, *numbers, str(score.support))
    console.print(labels)
