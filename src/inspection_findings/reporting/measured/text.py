"""What a model achieves, on a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from inspection_findings.reporting.figures import print_evaluation
from inspection_findings.reporting.measured.report import FEW_DOCUMENTS, MeasuredModel
from inspection_findings.reporting.numbers import figure, span
from inspection_findings.reporting.wording import plain

_OF_GROUP = ("pair_micro_f1", "domain_micro_f1", "polarity_accuracy", "expected_calibration_error")


def print_measured(console: Console, measured: MeasuredModel) -> None:
    """Print the metrics with their intervals, the labels, and a table of each kind of group."""
    print_evaluation(console, measured.evaluation, title=plain(measured.data[:1].upper() + measured.data[1:]))
    for grouping, groups in measured.groups.items():
        table = Table(
            grouping.value, "sentences", "documents", "F1 of pairs", "domains", "polarity", "calibration"
        )
        for name, each in groups.items():
            pairs, *others = (each.estimates[metric] for metric in _OF_GROUP)
            enough = each.documents >= FEW_DOCUMENTS
            table.add_row(
                name.replace("_", " "),
                f"{each.sentences:,}",
                f"{each.documents:,}",
                figure(pairs.value) + (f" ({span(pairs.low, pairs.high)})" if enough else ""),
                *(figure(other.value) for other in others),
            )
        console.print(table)
