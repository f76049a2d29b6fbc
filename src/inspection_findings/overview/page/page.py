"""The overview as one page of HTML that needs nothing beside it."""

from __future__ import annotations

import math
from pathlib import Path

from inspection_findings.documents.types import Grade
from inspection_findings.labels import Area, Domain
from inspection_findings.overview.database import Database
from inspection_findings.overview.figures import (
    FEW,
    ReportFigures,
    commonest_framework,
    frameworks_of,
    latest,
    report_figures,
    together,
    total,
)
from inspection_findings.overview.page.data import Link, blocks, index_of, links_from
from inspection_findings.reporting.html import Frame, render_page
from inspection_findings.reporting.summary import Tally

_FOLDER = Path(__file__).parent
_SCRIPTS = (
    *("index.js", "figures.js", "view.js", "table.js", "trends.js", "findings.js", "authority.js", "main.js"),
)


def overview_page(
    database: Database, folder: Path, *, link: Link | None = None, frame: Frame | None = None
) -> str:
    """Render the page.

    Parameters
    ----------
    database
        All reports.
    folder
        Where the page will stand, from which links lead to the reports.
    link
        Another way to each of them, where a server shows them.
    frame
        What a server puts around the page.
    """
    figures = report_figures(database)
    framework = commonest_framework(figures)
    shown = latest(figures, framework)
    return render_page(
        _FOLDER,
        "overview.html",
        styles=["overview.css", "findings.css"],
        scripts=_SCRIPTS,
        frame=frame,
        index=index_of(figures, link or links_from(folder)),
        blocks=blocks(database),
        about=database.about(),
        reports=len(figures),
        authorities=len({each.authority for each in figures}),
        findings=total(together(figures)),
        domains=list(Domain),
        frameworks=frameworks_of(figures),
        framework=framework,
        years=sorted({each.report.year for each in figures if each.report.year}),
        regions=sorted({each.report.region for each in figures if each.report.region}),
        grades=list(Grade),
        few=FEW,
        everything=together(shown),
        rows=[(each, _overall_grade(each)) for each in shown],
        total=total,
        share_text=_share_text,
        step=_step,
    )


def _overall_grade(figures: ReportFigures) -> Grade | None:
    grade = figures.report.grades.get(Area.OVERALL)
    return Grade(grade) if grade else None


def _share_text(tally: Tally) -> str:
    """Strengths among findings as a percentage, halves rounded up as the script does."""
    return f"{math.floor(100 * tally.strengths / tally.total + 0.5)}%"


def _step(tally: Tally) -> int:
    """Which of ten colours a share has, from weaknesses to strengths."""
    return min(9, 10 * tally.strengths // tally.total)
