"""How models differ from a baseline: a forest plot of metrics and labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from inspection_findings.evaluation.metrics import LOWER_IS_BETTER
from inspection_findings.reporting.numbers import metric_name
from inspection_findings.reporting.plots.style import FAINT, GREY, INK, SMALL, drawing

if TYPE_CHECKING:
    from inspection_findings.evaluation.comparison import Difference, LabelChange
    from inspection_findings.reporting.comparison.report import Report

_CLEAR = 0.05
"""Below which p-value a mark is filled."""


def change_plot(report: Report) -> bytes:
    """Draw the change of each metric and of each label's F1 with its 95% interval, a column a model.

    Labels stand in the order of the first model's changes. A mark is filled where the change is told from
    chance by its p-value: that of a metric as it is, that of a label adjusted for their number.
    """
    order = [each.label for each in report.compared[0].by_change]
    metrics = list(report.first.metrics)
    columns = len(report.compared)
    with drawing(
        "changes", 2, columns, figsize=(3.2 + 3.4 * columns, 7.6), sharey="row", sharex=True, squeeze=False,
        gridspec_kw={"height_ratios": [len(metrics) + 1, len(order) + 1]},
    ) as drawn:  # fmt: skip
        for column, compared in enumerate(report.compared):
            upper, lower = drawn.axes[:, column]
            labels = {each.label: each for each in compared.comparison.labels}
            differences = list(compared.comparison.metrics.values())
            _forest(upper, differences, [each.p_value for each in differences])
            _forest(lower, [labels[name] for name in order], [labels[n].adjusted_p_value for n in order])
            upper.set_title(f"{compared.contender.letter} less A", fontsize=10)
            lower.set_xlabel("change, 95% interval by document; filled: p < 0.05", fontsize=SMALL)
            lower.tick_params(axis="x", labelsize=SMALL)
        names = [f"{metric_name(name)}{' (↓)' if name in LOWER_IS_BETTER else ''}" for name in metrics]
        drawn.axes[0, 0].set_yticks(range(len(names)), names, fontsize=SMALL)
        drawn.axes[1, 0].set_yticks(range(len(order)), [f"F1 {name}" for name in order], fontsize=SMALL)
        for axes in drawn.axes[:, 0]:
            axes.invert_yaxis()
    return drawn.svg


def _forest(axes: Any, changes: Sequence[Difference | LabelChange], p_values: Sequence[float]) -> None:
    axes.axvline(0, color=GREY, linewidth=0.9, linestyle="--", zorder=0)
    axes.set_axisbelow(True)
    axes.grid(axis="y", color=FAINT)
    axes.tick_params(axis="y", length=0)
    for row, (each, p_value) in enumerate(zip(changes, p_values, strict=True)):
        axes.plot([each.low, each.high], [row, row], color=INK, linewidth=1.2)
        axes.plot(
            each.change, row, "D" if p_value < _CLEAR else "o", color=INK, markersize=5,
            markerfacecolor=INK if p_value < _CLEAR else "white",
        )  # fmt: skip
    axes.set_ylim(-0.8, len(changes) - 0.2)
