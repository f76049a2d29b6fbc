"""Which domain is taken for which, as a table of shades."""

from __future__ import annotations

import numpy as np

from inspection_findings.evaluation.confusion import domain_confusion
from inspection_findings.evaluation.metrics import Scored
from inspection_findings.labels import Domain
from inspection_findings.reporting.plots.style import INK, SMALL, drawing
from inspection_findings.reporting.wording import words

_DARK = 0.55
"""Share from which a cell is so dark that its number is white."""


def confusion_table(scored: Scored) -> bytes:
    """Draw true domains (rows) by reported ones (columns), in percent of each row.

    Cells are counted as `domain_confusion` says: a missed domain counts once, shared out over what was
    reported wrongly in its sentence. The last row, of domains that were reported where nothing was missed,
    adds up to no true sentences and so is in percent of itself.
    """
    counts = domain_confusion(scored)
    totals = counts.sum(axis=1)
    shares = counts / np.maximum(totals, 1)[:, None]
    names = [words(domain) for domain in Domain]
    with drawing("domain_confusion", figsize=(8, 7)) as drawn:
        axes = drawn.axes
        axes.imshow(shares, cmap="Greys", vmin=0, vmax=1)
        for (row, column), share in np.ndenumerate(shares):
            if counts[row, column]:
                axes.text(
                    column, row, _percent(share), ha="center", va="center", fontsize=SMALL,
                    color="white" if share > _DARK else INK,
                )  # fmt: skip
        rows = [
            f"{name} ({total:,.0f})" for name, total in zip([*names, "nothing missed"], totals, strict=True)
        ]
        axes.set_yticks(range(len(rows)), rows, fontsize=SMALL)
        columns = [*names, "none"]
        axes.set_xticks(range(len(columns)), columns, fontsize=SMALL, rotation=40, ha="right")
        axes.tick_params(length=0)
        axes.axhline(len(names) - 0.5, color=INK, linewidth=0.8)
        axes.axvline(len(names) - 0.5, color=INK, linewidth=0.8)
        axes.set_ylabel("true domain (sentences)")
        axes.set_xlabel("reported domain, percent of the row")
    return drawn.svg


def _percent(share: float) -> str:
    return "<1" if share < 0.005 else f"{100 * share:.0f}"
