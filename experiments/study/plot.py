"""The plot of the study: micro-F1 of every row with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from inspection_findings.reporting.plots.style import picture
from study.config import Study
from study.results import Measured, Result

_METRIC = "pair_micro_f1"
_LEFT = 0.5
"""Rows further left are written at the edge: the plot is about the others."""


def draw(study: Study, results: Sequence[Result], path: Path) -> None:
    """Draw figures out of fold above and on validation below, in black and grey alone."""
    panels = [
        ("out of fold, training split", study.incumbent, [(r, r.folds) for r in results if r.folds]),
        (
            "validation split",
            study.validation_incumbent,
            [(r, r.validation) for r in results if r.validation],
        ),
    ]
    panels = [panel for panel in panels if panel[2]]
    if not panels:
        return
    heights = [len(rows) + 2 for _, _, rows in panels]
    with picture(path,
            len(panels), 1, figsize=(8, 0.22 * sum(heights) + 0.6), sharex=True, squeeze=False,
            gridspec_kw={"height_ratios": heights},
    ) as axes:  # fmt: skip
        for each, (title, incumbent, rows) in zip(axes[:, 0], panels, strict=True):
            _panel(each, title, incumbent, rows)
        highest = max(measured.estimates[_METRIC][2] for _, _, rows in panels for _, measured in rows)
        axes[-1, 0].set_xlim(_LEFT, max(highest, _LEFT) + 0.01)
        axes[-1, 0].set_xlabel("pair micro-F1")


def _panel(axes: Any, title: str, incumbent: str, rows: Sequence[tuple[Result, Measured]]) -> None:
    group = None
    for i, (result, measured) in enumerate(rows):
        value, low, high = measured.estimates[_METRIC]
        if group not in (None, result.group):
            axes.axhline(i - 0.5, color="#cccccc", linewidth=0.6)
        group = result.group
        if value < _LEFT:
            axes.annotate(f"◂ {value:.2f}", (_LEFT, i), va="center", fontsize=8)
            continue
        own = result.name == incumbent
        axes.errorbar(
            value, i, xerr=[[value - low], [high - value]], fmt="D" if own else "o", markersize=5,
            color="black", markerfacecolor="black" if own else "white", capsize=2, linewidth=1,
        )  # fmt: skip
        if own:
            axes.axvline(value, color="#777777", linewidth=0.8, linestyle="--", zorder=0)
    axes.set_yticks(range(len(rows)), [result.name for result, _ in rows], fontsize=8)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_title(title, loc="left", fontsize=9)
