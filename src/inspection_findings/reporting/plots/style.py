"""How pictures look: SVG that changes only when what is drawn changes, and that reads in grey.

Matplotlib is imported when something is drawn, so that whoever draws nothing needs none.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from inspection_findings.files import write_atomically

INK, GREY, SHADE, FAINT = "#222222", "#777777", "#bbbbbb", "#e4e4e4"
SMALL = 8
"""Size of the letters beside ticks."""


class Drawing:
    """A picture being drawn.

    Attributes
    ----------
    axes
        One alone as it is, more as an array.
    svg
        The picture, once the block that draws has ended; empty before.
    """

    def __init__(self, axes: Any) -> None:
        self.axes = axes
        self.svg = b""


@contextmanager
def drawing(name: str, rows: int = 1, columns: int = 1, **options: Any) -> Iterator[Drawing]:
    """Axes to draw on, turned into an SVG when the block ends.

    Parameters
    ----------
    name
        Of the picture; part of the identifiers inside it.
    rows, columns
        Of axes.
    options
        ``figsize``, and those of ``matplotlib.figure.Figure.subplots``.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    figure = Figure(figsize=options.pop("figsize", (7, 4.2)))
    # Without a salt and a date of its own, the file would differ from run to run.
    with mpl.rc_context({"svg.hashsalt": name}):
        drawn = Drawing(figure.subplots(rows, columns, **options))
        yield drawn
        for axes in figure.axes:
            axes.spines[["top", "right"]].set_visible(False)
        figure.tight_layout()
        buffer = io.BytesIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    drawn.svg = buffer.getvalue()


@contextmanager
def picture(path: Path, rows: int = 1, columns: int = 1, **options: Any) -> Iterator[Any]:
    """Axes to draw on, saved when the block ends.

    Parameters
    ----------
    path
        Of the SVG file.
    rows, columns, options
        As in `drawing`.
    """
    with drawing(path.stem, rows, columns, **options) as drawn:
        yield drawn.axes
    write_atomically(path, drawn.svg)
