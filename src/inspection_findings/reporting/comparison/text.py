"""A comparison on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from inspection_findings.reporting.comparison.report import Report
from inspection_findings.reporting.comparison.rows import (
    cells_line,
    contender_line,
    data_line,
    label_head,
    label_rows,
    method_line,
    metric_head,
    metric_rows,
)
from inspection_findings.reporting.comparison.verdict import verdict
from inspection_findings.reporting.wording import plain


def print_comparison(console: Console, report: Report) -> None:
    """Print what is compared, the verdicts, then the tables of each model beside the baseline."""
    _say(console, data_line(report))
    for contender in (report.baseline, *(each.contender for each in report.compared)):
        _say(console, contender_line(contender))
    console.print()
    for compared in report.compared:
        _say(console, verdict(compared), style="bold")
    for compared in report.compared:
        console.print()
        console.print(_table(metric_head(compared), metric_rows(compared)))
        console.print()
        console.print(_table(label_head(compared), label_rows(compared)))
        console.print()
        _say(console, cells_line(compared))
    console.print()
    _say(console, method_line(report), style="dim")


def _say(console: Console, line: str, style: str = "") -> None:
    # Further lines are set in, so that one can see where the next begins.
    first, *rest = Text(plain(line), style=style).wrap(console, max(console.width - 2, 1))
    console.print(first)
    for part in rest:
        console.print(Padding(part, (0, 0, 0, 2)))


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for k, name in enumerate(head):
        table.add_column(name, justify="right" if k else "left", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    return table
