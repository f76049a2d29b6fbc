"""What stands at the end on a terminal: findings by domain, then by judgement area beside the grade given."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from inspection_findings.labels import DEFAULT_AREA, Area
from inspection_findings.reporting.glyphs import Glyphs
from inspection_findings.reporting.summary import Summary, Tally
from inspection_findings.reporting.tables import plain_table
from inspection_findings.reporting.totals import grades_given, totals_line
from inspection_findings.reporting.wording import words

_WEAKNESSES = "Weaknesses"
# Width of the longest bar on a console that is at least so wide.
_BARS = ((100, 12), (80, 8), (0, 5))
# Widths from which there is room for these columns; that of the unsure findings takes some.
_SHARE_FROM = 72
_AREA_FROM = 80
_UNSURE_WIDTH = 9

_Row = tuple[str, Tally, str]


def print_summary(console: Console, summary: Summary) -> None:
    """Print all counts on a line, then the two tables where there are findings."""
    console.print(Text(totals_line(summary), style="bold"))
    console.print()
    if not summary.total.shown:
        return
    unsure = summary.precision is not None
    last = "Area" if console.width >= _AREA_FROM + unsure * _UNSURE_WIDTH else None
    domains = [
        (words(domain), tally, words(DEFAULT_AREA[domain]))
        for domain, tally in summary.domains.items()
        if tally.shown
    ]
    console.print(_table(console, ("Domain", last), domains, unsure=unsure), "")
    overall = [(Area.OVERALL, summary.total)] if summary.grades[Area.OVERALL] else []
    areas = [
        (words(area), tally, grades_given(summary.grades[area]))
        for area, tally in [*overall, *summary.areas.items()]
        # Many reports judge care leavers within children in care: no row for what nobody spoke of.
        if tally.shown or summary.grades[area]
    ]
    console.print(_table(console, ("Judgement area", "Grade given"), areas, unsure=unsure))


def _table(console: Console, names: tuple[str, str | None], rows: list[_Row], *, unsure: bool) -> Table:
    """Counts as bars on one scale, between the columns that are named, the last only if it is."""
    glyphs = Glyphs.of(console)
    width = next(width for least, width in _BARS if console.width >= least)
    most = max(1, *(max(tally.weaknesses, tally.strengths) for _, tally, _ in rows))
    side = max(len(_WEAKNESSES), len(f"{most:,}") + 1 + width)
    share = console.width >= _SHARE_FROM
    first, last = names
    table = plain_table()
    table.add_column(first)
    table.add_column(f"{_WEAKNESSES:>{side}} Strengths", no_wrap=True)
    if unsure:
        table.add_column("Unsure", justify="right")
    if share:
        table.add_column("% strengths", justify="right")
    if last:
        table.add_column(last)
    for name, tally, ending in rows:
        table.add_row(
            name,
            glyphs.diverging(tally, most, width=width, side=side),
            *([str(tally.unsure)] if unsure else []),
            *([glyphs.share(tally)] if share else []),
            *([ending] if last else []),
        )
    return table
