"""Hits for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from inspection_findings.labels import Domain
from inspection_findings.overview.progress.marks import change_mark, sign_mark
from inspection_findings.overview.progress.visits import Statement
from inspection_findings.overview.progress.wording import visit_name
from inspection_findings.overview.search import Hit, Match, Sequel
from inspection_findings.reporting.glyphs import Glyphs
from inspection_findings.reporting.summary import Tally
from inspection_findings.reporting.wording import day, framework_name, plain


def print_hits(console: Console, hits: Sequence[Hit]) -> None:
    """Print each hit with its place, and under it what became of it."""
    glyphs = Glyphs.of(console)
    for hit in hits:
        statement = hit.match.statement
        finding = hit.match.finding
        found = Text.assemble(glyphs.finding(finding), " ", glyphs.confidence(finding, bar=False))
        console.print(Text.assemble((_place(hit.match), "bold"), "  ", found))
        console.print(Padding(Text(plain(statement.text)), (0, 0, 0, 2)))
        console.print(Padding(_sequel(hit.sequel, glyphs), (0, 0, 0, 4)))
        if hit.sequel and hit.sequel.statement:
            said = _said(hit.sequel.statement, hit.sequel.domain, glyphs)
            console.print(Padding(said, (0, 0, 0, 4)))
        console.print()


def _place(match: Match) -> str:
    parts = [
        plain(match.authority or match.document),
        match.framework and framework_name(match.framework),
        match.date and day(match.date),
        match.statement.page and f"page {match.statement.page}",
    ]
    return ", ".join(part for part in parts if part)


def _sequel(sequel: Sequel | None, glyphs: Glyphs) -> Text:
    if sequel is None:
        return Text("no later report speaks of it", style="dim")
    then, now = _counts(sequel.then, glyphs), _counts(sequel.now, glyphs)
    return Text.assemble(
        (f"then {then}; {visit_name(sequel.visit)} {now}: ", "dim"), change_mark(sequel.change)
    )


def _counts(tally: Tally, glyphs: Glyphs) -> str:
    return f"{glyphs.strength}{tally.strengths} {glyphs.weakness}{tally.weaknesses}"


def _said(statement: Statement, domain: Domain, glyphs: Glyphs) -> Text:
    page = "" if statement.page is None else f" (page {statement.page})"
    return Text.assemble(sign_mark(statement, domain, glyphs), f" {plain(statement.text)}{page}")
