"""``findings search``: words in, findings like them out, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspection_findings.commands.console import Messages, UsageError, text_console
from inspection_findings.commands.output import BomOption, Output, check_bom, format_named
from inspection_findings.documents.types import Framework
from inspection_findings.labels import Domain, Polarity

if TYPE_CHECKING:
    from inspection_findings.overview.search import Hit

USUAL_DATABASE = Path("findings.db")


class SearchFormat(StrEnum):
    """How hits are written."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


def search(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS", help="What to look for; in double quotes, words that must be there so."
        ),
    ],
    database: Annotated[
        Path, typer.Option("--in", metavar="FILE", help="A database that findings overview made.")
    ] = USUAL_DATABASE,
    domain: Annotated[
        list[Domain] | None,
        typer.Option(
            "--domain",
            "-d",
            metavar="DOMAIN",
            help=f"Findings of this domain only; may be repeated. One of: {', '.join(Domain)}.",
        ),
    ] = None,
    polarity: Annotated[
        Polarity | None, typer.Option("--polarity", "-p", help="Strengths or weaknesses only.")
    ] = None,
    authority: Annotated[
        str | None,
        typer.Option("--authority", "-a", metavar="NAME", help="Reports about this authority only."),
    ] = None,
    framework: Annotated[
        Framework | None, typer.Option("--framework", help="Reports under this framework only.")
    ] = None,
    since: Annotated[
        int | None, typer.Option(metavar="YEAR", help="Inspections of this year or later.")
    ] = None,
    until: Annotated[
        int | None, typer.Option(metavar="YEAR", help="Inspections of this year or earlier.")
    ] = None,
    put_right: Annotated[
        bool, typer.Option("--put-right", help="Weaknesses that the authority's next report finds better.")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, metavar="N", help="Hits at most.")] = 20,
    format: Annotated[
        SearchFormat | None,
        typer.Option("--format", "-f", help="How to write them.", show_default="text"),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write here; .json, .jsonl and .csv set the format."
        ),
    ] = None,
    bom: BomOption = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No remarks; errors are still shown.")] = False,
) -> None:
    """Search many reports for findings like what you have in mind, and see what became of them.

    Any of the words will do, in any of their forms: sentences that have more of
    them, and rarer ones, come first. Under each hit stands what the authority's
    next report finds of the same domain, and its sentence that is most alike.

    With --put-right, only weaknesses are shown that the next report finds
    better: the domain clearly so, or what is most alike is now a strength. That
    is where to look for who had this and put it right, not proof that they did.

    The database is made by findings overview reports/ -o findings.db.

    [bold]Try[/bold]

      findings search "supervision lacks reflection" --polarity weakness
      findings search supervision reflection --put-right --since 2019
      findings search '"life story work" delay' --domain children_in_care
      findings search caseloads --framework ilacs --limit 200 -o caseloads.csv

    [bold]Exit code[/bold]

      0  searched, whether anything was found or not
      2  nothing was done: a bad option, no words, no such database or
         authority, nowhere to write
    """
    from inspection_findings.overview.database import Database
    from inspection_findings.overview.search import Filters
    from inspection_findings.overview.search import search as find

    text = " ".join(words)
    if not any(character.isalnum() for character in text):
        raise UsageError("there is no word to look for")
    if put_right and polarity is Polarity.STRENGTH:
        raise UsageError("--put-right is of weaknesses: leave --polarity strength out")
    chosen = format or format_named(output, SearchFormat) or SearchFormat.TEXT
    check_bom(bom, chosen)
    destination = Output(output, machine=chosen is not SearchFormat.TEXT)
    filters = Filters(frozenset(domain or ()), polarity, authority, framework, since, until)
    with Database.open(database) as opened:
        hits = find(opened, text, filters, put_right=put_right, limit=limit)
    with destination:
        _write(destination, hits, chosen, bom=bom)
    messages = Messages(quiet=quiet)
    if not hits:
        messages.remark("nothing found: try other words, or fewer options")
    elif len(hits) == limit:
        messages.remark(f"shown are the best {limit:,}; --limit shows more")


def _write(destination: Output, hits: Sequence[Hit], chosen: SearchFormat, *, bom: bool) -> None:
    from inspection_findings.overview.search.records import HitRow, hit_row
    from inspection_findings.reporting.writers import CsvRows, to_json

    stream = destination.stream
    match chosen:
        case SearchFormat.TEXT:
            from inspection_findings.overview.search.text import print_hits

            print_hits(text_console(stream), hits)
        case SearchFormat.JSON:
            stream.write(to_json([hit_row(hit) for hit in hits], indented=True) + "\n")
        case SearchFormat.JSONL:
            stream.writelines(f"{to_json(hit_row(hit))}\n" for hit in hits)
        case SearchFormat.CSV:
            rows = CsvRows(stream, HitRow, {"unsure"}, mark=bom)
            for hit in hits:
                rows.write(hit_row(hit))
