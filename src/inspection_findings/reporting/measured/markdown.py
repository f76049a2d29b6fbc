"""What a model achieves, as a page of Markdown."""

from __future__ import annotations

from inspection_findings.evaluation.metrics import Evaluation
from inspection_findings.reporting.markdown import cell, table
from inspection_findings.reporting.measured.report import FEW_DOCUMENTS, MeasuredModel
from inspection_findings.reporting.numbers import figure, metric_name, span

_OF_GROUP = ("domain_micro_f1", "polarity_accuracy", "expected_calibration_error")


def measured_markdown(measured: MeasuredModel) -> str:
    """Render the figures: metrics, labels, then each kind of group."""
    evaluation = measured.evaluation
    run = f", run `{measured.run_id}`" if measured.run_id else ""
    data = f" Data fingerprint `{measured.data_fingerprint}`." if measured.data_fingerprint else ""
    parts = [
        f"# {cell(measured.model)} on {cell(measured.data)}",
        f"{evaluation.sentences:,} sentences of {evaluation.documents:,} documents; model version "
        f"{cell(measured.version)}{run}.{data} Intervals are percentile bootstraps over whole documents.",
        table(
            ("figure", "value", "95% interval"),
            [
                (metric_name(name), figure(each.value), span(each.low, each.high))
                for name, each in evaluation.estimates.items()
            ],
        ),
        "## By label",
        table(
            ("label", "precision", "recall", "F1", "sentences"),
            [
                (each.label, *map(figure, (each.precision, each.recall, each.f1)), f"{each.support:,}")
                for each in evaluation.per_label
            ],
        ),
    ]
    for grouping, groups in measured.groups.items():
        names = (grouping.value, "sentences", "documents", "F1 of pairs", "F1 of domains", "polarity")
        rows = [_group(name, each) for name, each in groups.items()]
        parts += [f"## By {grouping.value}", table((*names, "calibration error"), rows)]
    return "\n\n".join(parts) + "\n"


def _group(name: str, evaluation: Evaluation) -> tuple[str, ...]:
    pairs = evaluation.estimates["pair_micro_f1"]
    enough = evaluation.documents >= FEW_DOCUMENTS
    interval = f" ({span(pairs.low, pairs.high)})" if enough else ""
    return (
        name.replace("_", " "),
        f"{evaluation.sentences:,}",
        f"{evaluation.documents:,}",
        figure(pairs.value) + interval,
        *(figure(evaluation.estimates[metric].value) for metric in _OF_GROUP),
    )
