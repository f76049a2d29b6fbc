"""What more labels buy: a figure against how much was trained on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspection_findings.reporting.plots.style import FAINT, GREY, INK, SMALL, drawing

_APART = 1.2
"""How much larger the next size must be for its number to have room."""
_MARKS = ("o", "D", "s", "^")


@dataclass(frozen=True)
class CurvePoint:
    """One model of a learning curve.

    Attributes
    ----------
    series
        What it is compared with: points of a series are joined.
    sentences
        Labelled sentences that it was trained on.
    value, low, high
        The figure, with its 95% interval.
    """

    series: str
    sentences: int
    value: float
    low: float
    high: float


def learning_curve(points: Sequence[CurvePoint], *, figure: str = "pair micro-F1") -> bytes:
    """Draw a figure with its interval against the number of sentences, which is on a logarithmic scale.

    Parameters
    ----------
    points
        In any order, of four series at most.
    figure
        What is measured, for the axis.

    Raises
    ------
    ValueError
        If there are no points, or more series than can be told apart.
    """
    series = list(dict.fromkeys(point.series for point in points))
    if not 0 < len(series) <= len(_MARKS):
        raise ValueError(f"{len(series)} series cannot be drawn: 1 to {len(_MARKS)}")
    ticks: list[int] = []
    for size in sorted({point.sentences for point in points}):
        if not ticks or size >= _APART * ticks[-1]:
            ticks.append(size)
    with drawing("learning_curve", figsize=(7, 4.2)) as drawn:
        axes = drawn.axes
        axes.grid(axis="y", color=FAINT)
        for k, name in enumerate(series):
            own = sorted((p for p in points if p.series == name), key=lambda point: point.sentences)
            colour = GREY if k % 2 else INK
            # Side by side where series share a size, so that their intervals do not hide each other.
            x = [point.sentences * 1.02 ** (2 * k - len(series) + 1) for point in own]
            axes.vlines(x, [p.low for p in own], [p.high for p in own], color=colour, linewidth=1)
            axes.plot(
                x, [p.value for p in own], color=colour, marker=_MARKS[k], markersize=6, linewidth=1,
                markerfacecolor="white" if k else colour, label=name,
            )  # fmt: skip
        axes.set_xscale("log")
        axes.set_xticks(ticks, [f"{size:,}" for size in ticks], fontsize=SMALL)
        axes.minorticks_off()
        axes.set_xlabel("labelled sentences trained on")
        axes.set_ylabel(f"{figure}, with 95% interval")
        axes.legend(loc="lower right", frameon=False, fontsize=SMALL)
    return drawn.svg
