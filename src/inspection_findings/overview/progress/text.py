"""Progress for a terminal."""

from __future__ import annotations

from itertools import islice

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from inspection_findings.labels import Area, Domain, Polarity
from inspection_findings.overview.progress.change import Change
from inspection_findings.overview.progress.compare import Progress, Step
from inspection_findings.overview.progress.highlights import Highlight, highlights
from inspection_findings.overview.progress.pairs import Kind
from inspection_findings.overview.progress.visits import Statement
from inspection_findings.overview.progress.wording import CHANGES, KINDS, change_words, heading, notes, visit_name
from inspection_findings.reporting.glyphs import STYLES, Glyphs
from inspection_findings.reporting.summary import Tally
from inspection_findings.reporting.wording import headline, plain, words

_CHANGE_STYLES = {Change.BETTER: STYLES[Polarity.STRENGTH], Change.WORSE: STYLES[Polarity.WEAKNESS]}


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
        console.print(Text(f"{plain(visit.document)}: {headline(visit.metadata)}"))
    console.print()
    if any(visit.grades for visit in progress.visits):
        console.print(_grades(progress), "")
    console.print(_domains(progress, glyphs), "")
    for step in progress.steps:
        _print_step(console, step, glyphs, quotes)
    for note in notes(progress):
        console.print(Text(note, style="dim"))


def _grades(progress: Progress) -> Table:
    table = _table()
    table.add_column("Judgement area")
    for visit in progress.visits:
        table.add_column(visit_name(visit))
    for area in Area:
        grades = [visit.grades.get(area) for visit in progress.visits]
        if any(grades):
            table.add_row(words(area), *(words(grade) if grade else "" for grade in grades))
    return table


def _domains(progress: Progress, glyphs: Glyphs) -> Table:
    """Counts by domain at each visit, and what the last step says of them: from the first visit to the last."""
    table = _table()
    table.add_column("Domain")
    for visit in progress.visits:
        table.add_column(visit_name(visit))
    table.add_column("Change")
    tallies = [visit.tallies() for visit in progress.visits]
    changes: dict[Domain | Area, Change | None] = {each.domain: each.change for each in progress.steps[-1].domains}
    changes |= {each.area: each.change for each in progress.steps[-1].areas}
    for row in (*Domain, Area.OVERALL):
        if any(tally[row].shown for tally in tallies):
            change = changes.get(row)
            style = _CHANGE_STYLES.get(change, "") if change else ""
            name = "all findings" if row is Area.OVERALL else words(row)
            counts = (_counts(tally[row], glyphs) for tally in tallies)
            table.add_row(name, *counts, Text(change_words(change), style=style))
    return table


def _counts(tally: Tally, glyphs: Glyphs) -> Text:
    if not tally.shown:
        return Text(glyphs.none, style="dim")
    text = Text.assemble(
        (f"{glyphs.strength}{tally.strengths}", STYLES[Polarity.STRENGTH]),
        " ",
        (f"{glyphs.weakness}{tally.weaknesses}", STYLES[Polarity.WEAKNESS]),
    )
    if tally.share is not None:
        text.append(f" {tally.share:.0%}")
    if tally.unsure:
        text.append(f" ({tally.unsure} unsure)", style="dim")
    return text


def _print_step(console: Console, step: Step, glyphs: Glyphs, quotes: int) -> None:
    console.rule(
        Text(f"{visit_name(step.then)} to {visit_name(step.now)}"), align="left", characters=glyphs.rule
    )
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
                console.print(Padding(_quotation(each, glyphs), (0, 0, 0, 2)))
            console.print()


def _quotation(highlight: Highlight, glyphs: Glyphs) -> Table:
    evidence = highlight.evidence
    about = ", ".join(map(words, highlight.domains))
    if evidence.then and evidence.now:
        about += f"; alike {evidence.alike:.2f}"
    if evidence.unsure:
        about += "; unsure"
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_row("", Text(about, style="dim"))
    for when, statement in (("then", evidence.then), ("now", evidence.now)):
        if statement is not None:
            grid.add_row(_place(when, statement, highlight.domains[0], glyphs), Text(plain(statement.text)))
    return grid


def _place(when: str, statement: Statement, domain: Domain, glyphs: Glyphs) -> Text:
    """Sign, visit and page of a sentence, in columns."""
    signs = {1: glyphs.strength, -1: glyphs.weakness, 0: f"{glyphs.strength}/{glyphs.weakness}"}
    balance = statement.balance(domain)
    styles = {1: STYLES[Polarity.STRENGTH], -1: STYLES[Polarity.WEAKNESS], 0: ""}
    page = "" if statement.page is None else f"p. {statement.page}"
    return Text.assemble((f"{signs[balance]:3}", styles[balance]), f" {when:4} {page:5}")


def _table() -> Table:
    return Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
