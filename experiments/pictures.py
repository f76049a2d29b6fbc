"""Plots of the pages: SVG files that change only when what is drawn changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def picture(path: Path, rows: int = 1, columns: int = 1, **options: Any) -> Iterator[Any]:
    """Axes to draw on, saved when the block ends.

    Parameters
    ----------
    path
        Of the SVG file.
    rows, columns
        Of axes; one alone is given as it is, more as an array.
    options
        ``figsize``, and those of ``matplotlib.figure.Figure.subplots``.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    figure = Figure(figsize=options.pop("figsize", (7, 4.2)))
    # Without a salt and a date of its own, the file would differ from run to run.
    with mpl.rc_context({"svg.hashsalt": path.stem}):
        yield figure.subplots(rows, columns, **options)
        for axes in figure.axes:
            axes.spines[["top", "right"]].set_visible(False)
        figure.tight_layout()
        figure.savefig(path, format="svg", metadata={"Date": None})
