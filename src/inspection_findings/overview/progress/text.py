"""Progress for a terminal."""

from __future__ import annotations

from itertools import islice
from pathlib import PurePath

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from inspection_findings.labels import Area, Domain, Polarity
from inspection_findings.overview.progress.compare import Progress, Step
from inspection_findings.overview.progress.highlights import Highlight, highlights
from inspection_findings.overview.progress.marks import change_mark, sign_mark
from inspection_findings.overview.progress.visits import Statement
from inspection_findings.overview.progress.wording import (
    CHANGES,
    KINDS,
    heading,
    notes,
    step_name,
    visit_name,
)
from inspection_findings.reporting.glyphs import STYLES, Glyphs
from inspection_findings.reporting.summary import Tally
from inspection_findings.reporting.wording import headline, plain, words


def print_progress(console: Console, progress: Progress, *, quotes: int) -> None:
    """Print grades and counts at each visit, then what changed in each step, with sentences as evidence.

    Parameters
    ----------
    console
        Where to print.
    progress
        What to print.
    quotes
        Pairs or sentences of each kind that are shown of a step; 0 for none.
    """
    glyphs = Glyphs.of(console)
    console.print(Text(heading(progress), style="bold"))
    for visit in progress.visits:
        console.print(Text(f"{plain(PurePath(visit.document).name)}: {headline(visit.metadata)}"))
    console.print()
    if any(visit.grades for visit in progress.visits):
        console.print(_grades(progress), "")
    console.print(_domains(progress, glyphs))
    if len(progress.visits) > 2:
        console.print(Text(f"Change from {step_name(progress.span)}", style="dim"))
    console.print()
    for step in progress.steps:
        _print_step(console, step, glyphs, quotes)
    for note in notes(progress):
        console.print(Text(note, style="dim"))


def _grades(progress: Progress) -> Table:
    table = _table()
    table.add_column("Judgement area")
    _add_visits(table, progress)
    for area in Area:
        grades = [visit.grades.get(area) for visit in progress.visits]
        if any(grades):
            table.add_row(words(area), *(words(grade) if grade else "" for grade in grades))
    return table


def _domains(progress: Progress, glyphs: Glyphs) -> Table:
    """Counts by domain at each visit, and what changed over all of them."""
    table = _table()
    table.add_column("Domain")
    _add_visits(table, progress)
    table.add_column("Change")
    tallies = [visit.tallies() for visit in progress.visits]
    changes = progress.span.changes
    for row in (*Domain, Area.OVERALL):
        if any(tally[row].shown for tally in tallies):
            name = "all findings" if row is Area.OVERALL else words(row)
            counts = (_counts(tally[row], glyphs) for tally in tallies)
            table.add_row(name, *counts, change_mark(changes.get(row)))
    if progress.precision is not None:
        table.add_row(
            "unsure besides", *(Text(f"{tally[Area.OVERALL].unsure:,}", style="dim") for tally in tallies)
        )
    return table


def _add_visits(table: Table, progress: Progress) -> None:
    for visit in progress.visits:
        table.add_column(visit_name(visit).replace(", ", "\n", 1))


def _counts(tally: Tally, glyphs: Glyphs) -> Text:
    if tally.share is None:
        return Text(glyphs.none, style="dim")
    return Text.assemble(
        (f"{glyphs.strength}{tally.strengths}", STYLES[Polarity.STRENGTH]),
        " ",
        (f"{glyphs.weakness}{tally.weaknesses}", STYLES[Polarity.WEAKNESS]),
        f" {tally.share:.0%}",
    )


def _print_step(console: Console, step: Step, glyphs: Glyphs, quotes: int) -> None:
    console.print(Text(step_name(step), style="bold underline"))
    grades = [
        f"{words(each.area)} {words(each.grade_then)} to {words(each.grade_now)}"
        for each in step.areas
        if each.grade_then and each.grade_now and each.grade_changed
    ]
    if grades:
        console.print(Text.assemble(("Grades that changed: ", "bold"), ", ".join(grades)))
    for change, name in CHANGES.items():
        domains = [words(each.domain) for each in step.domains if each.change is change]
        if domains:
            console.print(Text.assemble((f"{name.capitalize()}: ", "bold"), ", ".join(domains)))
    console.print()
    for kind, (name, meaning) in KINDS.items() if quotes else ():
        shown = list(islice(highlights(step, kind), quotes))
        if shown:
            console.print(Text.assemble((name, "bold"), f"  {meaning}"))
            for each in shown:
                _print_highlight(console, each, glyphs)
            console.print()


def _print_highlight(console: Console, highlight: Highlight, glyphs: Glyphs) -> None:
    evidence = highlight.evidence
    about = ", ".join(map(words, highlight.domains))
    if evidence.then and evidence.now:
        about += f"; alike {evidence.alike:.2f}"
    if evidence.unsure:
        about += "; unsure"
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for when, statement in (("then", evidence.then), ("now", evidence.now)):
        if statement is not None:
            grid.add_row(_place(when, statement, highlight.domains[0], glyphs), Text(plain(statement.text)))
    console.print(Padding(Text(about, style="dim"), (0, 0, 0, 2)), Padding(grid, (0, 0, 0, 2)))


def _place(when: str, statement: Statement, domain: Domain, glyphs: Glyphs) -> Text:
    """Sign, visit and page of a sentence, in columns."""
    sign = sign_mark(statement, domain, glyphs)
    page = "" if statement.page is None else f"p. {statement.page}"
    return Text.assemble(sign, " " * (4 - len(sign)), f"{when:4} {page:5}")


def _table() -> Table:
    return Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
