"""Figures of the run that is under way."""

from __future__ import annotations

from collections.abc import Mapping

import mlflow

from inspection_findings.evaluation.metrics import Evaluation


def log_evaluation(evaluation: Evaluation, *, prefix: str = "") -> None:
    """Log every metric with its interval's ends, the F1 of each label, and the per-label table."""
    metrics: dict[str, float] = {"sentences": evaluation.sentences, "documents": evaluation.documents}
    for name, estimate in evaluation.estimates.items():
        metrics[name] = estimate.value
        metrics[f"{name}_low"], metrics[f"{name}_high"] = estimate.low, estimate.high
    for score in evaluation.per_label:
        metrics[f"f1/{score.label.replace(':', '.')}"] = score.f1
    mlflow.log_metrics({f"{prefix}{name}": value for name, value in metrics.items() if value == value})
    table = {
        column: [getattr(score, column) for score in evaluation.per_label]
        for column in ("label", "precision", "recall", "f1", "support")
    }
    mlflow.log_table(table, f"{prefix}per_label.json")


def log_figures(figures: Mapping[str, float]) -> None:
    """Log figures by name."""
    mlflow.log_metrics(dict(figures))
