from __future__ import annotations

from io import StringIO

from rich.console import Console

from inspection_findings.overview.search import Filters, search
from inspection_findings.overview.search.text import print_hits


def printed(hits):
    console = Console(file=StringIO(), width=100, highlight=False)
    print_hits(console, hits)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


def test_a_hit_with_its_place_and_what_became_of_it(database):
    assert printed(search(database, "supervision", Filters(until=2019))) == [
        "Fernshire, ILACS, 8 March 2019  − oversight 80%",
        "  Supervision that helps workers to reflect.",
        "    then +0 −1; ILACS, 8 March 2024 +1 −0: too few to tell",
        "    + Supervision that helps workers to reflect.",
        "",
    ]


def test_a_hit_without_a_later_report(database):
    lines = printed(search(database, "supervision", Filters(authority="Moorshire"), limit=1))
    assert lines[2] == "    no later report speaks of it"
