"""A classified report as one page of HTML that needs nothing beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from inspection_findings.labels import Polarity
from inspection_findings.reporting.classified import ClassifiedReport
from inspection_findings.reporting.html import Frame, render_page
from inspection_findings.reporting.page.margin import Margin
from inspection_findings.reporting.page.standouts import standouts
from inspection_findings.reporting.page.view import file_name, heading, pages, parts, source
from inspection_findings.reporting.summary import JUDGED_AREAS, Summary, Tally

FOLDER = Path(__file__).parent
TEMPLATE = "page.html"
STYLES = ("page.css",)
SCRIPTS = ("view.js", "moving.js", "reading.js")

_LONG = 1500
"""Sentences from which a browser lays out only what is in sight."""


def report_page(
    report: ClassifiedReport,
    *,
    made: dt.date | None = None,
    frame: Frame | None = None,
    margin: Margin | None = None,
) -> str:
    """Render the page of one report.

    Parameters
    ----------
    report
        With explanations, where the page is to say why each finding was made.
    made
        The day to print on it; today if ``None``.
    frame, margin
        What a server puts around the page and beside its text.

    Raises
    ------
    ValueError
        If the report has not one result a sentence.
    """
    document, results = report.document, report.results
    summary = Summary(precision=report.precision)
    summary.add_document(document, results)
    all_parts = parts(document, results)
    return render_page(
        FOLDER,
        TEMPLATE,
        styles=STYLES,
        scripts=SCRIPTS,
        frame=frame,
        margin=margin,
        heading=heading(document),
        file_name=file_name(document),
        document=document,
        source=source(document),
        summary=summary,
        areas=JUDGED_AREAS,
        most_in_domain=_longest_side(summary.domains.values()),
        most_in_area=_longest_side(summary.areas.values()),
        explained=any(each.explanations for each in results),
        results=results,
        standouts={
            polarity: standouts(results, polarity) for polarity in (Polarity.WEAKNESS, Polarity.STRENGTH)
        },
        parts=all_parts,
        pages=pages(all_parts),
        long=len(results) >= _LONG,
        model=report.model,
        precision=report.precision,
        made=made or dt.date.today(),
        version=version("inspection-findings"),
    )


def _longest_side(tallies: Iterable[Tally]) -> int:
    return max(
        max(each.strengths + each.unsure_strengths, each.weaknesses + each.unsure_weaknesses)
        for each in tallies
    )
