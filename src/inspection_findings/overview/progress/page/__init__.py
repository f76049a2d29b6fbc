"""Progress as one page of HTML that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from inspection_findings.labels import Area, Domain
from inspection_findings.overview.progress.compare import Progress, Step
from inspection_findings.overview.progress.highlights import Highlight, highlights
from inspection_findings.overview.progress.pairs import Kind
from inspection_findings.overview.progress.wording import (
    CHANGES,
    KINDS,
    change_words,
    heading,
    notes,
    step_name,
    visit_name,
)
from inspection_findings.reporting.html import render_page
from inspection_findings.reporting.wording import headline

_FOLDER = Path(__file__).parent
_HIGHLIGHTS = 2
"""Of each kind, before the whole list by domain."""


def progress_page(progress: Progress) -> str:
    """Make the page: grades and counts at each visit, then each step with the sentences behind it."""
    tallies = [visit.tallies() for visit in progress.visits]
    changes = progress.span.changes
    return render_page(
        _FOLDER,
        "progress.html",
        styles=["progress.css"],
        scripts=["progress.js"],
        progress=progress,
        heading=heading(progress),
        headline=headline,
        visit_name=visit_name,
        step_name=step_name,
        change_words=change_words,
        notes=notes(progress),
        kinds=KINDS,
        graded=[area for area in Area if any(area in visit.grades for visit in progress.visits)],
        rows=[
            (domain, [tally[domain] for tally in tallies], changes.get(domain))
            for domain in Domain
            if any(tally[domain].shown for tally in tallies)
        ],
        totals=[tally[Area.OVERALL] for tally in tallies],
        total_change=changes.get(Area.OVERALL),
        stands_out=_stands_out,
        changed=_changed,
    )


def _changed(step: Step) -> list[tuple[str, list[Domain]]]:
    """Domains by what became of them, where any did."""
    found = [
        (name, [each.domain for each in step.domains if each.change is change])
        for change, name in CHANGES.items()
    ]
    return [(name, domains) for name, domains in found if domains]


def _stands_out(step: Step) -> list[tuple[Kind, Sequence[Highlight]]]:
    """The sentences that tell most, by kind."""
    found = [(kind, list(islice(highlights(step, kind), _HIGHLIGHTS))) for kind in Kind]
    return [(kind, shown) for kind, shown in found if shown]
