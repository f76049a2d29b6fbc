"""The plots of the benchmarks, in black and grey alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.results import Curve, Result, Table
from inspection_findings.reporting.plots.style import picture

OWN = ("classify", "findings", "compact", "default", "help")
"""Rows that are the product."""
COLUMNS = 3


def draw_sides(results: Sequence[Result], path: Path) -> None:
    """Draw the processor time of every contender as a multiple of that of its table's base."""
    tables = [table for result in results for table in result.tables if table.base]
    if not tables:
        return
    heights = [len(table.rows) + 1.5 for table in tables]
    with picture(
        path, len(tables), 1, figsize=(8, 0.27 * sum(heights) + 0.6), sharex=True, squeeze=False,
        gridspec_kw={"height_ratios": heights},
    ) as axes:  # fmt: skip
        for each, table in zip(axes[:, 0], tables, strict=True):
            _side(each, table)
        axes[-1, 0].set_xscale("log")
        axes[-1, 0].set_xlabel("processor time, as a multiple of the dashed line's")


def _side(axes: Any, table: Table) -> None:
    for i, row in enumerate(table.rows):
        found = table.ratio(row.name, table.base, "cpu")
        if found is None:
            continue
        own = row.name in OWN
        axes.errorbar(
            found.median, i, xerr=[[found.median - found.low], [found.high - found.median]],
            fmt="D" if own else "o", markersize=5, color="black",
            markerfacecolor="black" if own else "white", capsize=2, linewidth=1,
        )  # fmt: skip
    axes.axvline(1, color="#777777", linewidth=0.8, linestyle="--", zorder=0)
    axes.set_yticks(range(len(table.rows)), [row.title.replace("`", "") for row in table.rows], fontsize=7)
    axes.set_ylim(len(table.rows) - 0.5, -0.5)
    axes.set_title(table.title, loc="left", fontsize=8)
    axes.tick_params(axis="x", labelsize=7)


def draw_growth(curves: Sequence[Curve], path: Path) -> None:
    """Draw time above and memory below, a column a curve, with the laws that were fitted."""
    rows = 2 * -(-len(curves) // COLUMNS)
    with picture(path, rows, COLUMNS, figsize=(8.4, 1.9 * rows), squeeze=False) as axes:
        for i in range(rows * COLUMNS // 2):
            top, bottom = (axes[2 * (i // COLUMNS) + k, i % COLUMNS] for k in (0, 1))
            if i < len(curves):
                _column(top, bottom, curves[i], first=i % COLUMNS == 0)
            else:
                top.set_visible(False)
                bottom.set_visible(False)


def _column(top: Any, bottom: Any, curve: Curve, *, first: bool) -> None:
    sizes = [point.size for point in curve.points]
    _growth(top, sizes, [point.seconds for point in curve.points], curve.time_law())
    _growth(bottom, sizes, [point.peak for point in curve.points], curve.memory_law())
    bottom.set_ylim(bottom=0)
    top.set_yscale("log")
    top.set_title(curve.title, loc="left", fontsize=8)
    bottom.set_xlabel(curve.unit, fontsize=7)
    if first:
        top.set_ylabel("processor seconds", fontsize=7)
        bottom.set_ylabel("peak MiB", fontsize=7)


def _growth(axes: Any, sizes: Sequence[float], costs: Sequence[float], law: Any) -> None:
    import numpy as np

    axes.plot(sizes, costs, "o", markersize=4, color="black", markerfacecolor="white")
    if law is not None:
        line = np.geomspace(min(sizes), max(sizes), 50)
        axes.plot(line, [law.at(size) for size in line], color="#777777", linewidth=1, zorder=0)
    axes.set_xscale("log")
    axes.tick_params(labelsize=7)
