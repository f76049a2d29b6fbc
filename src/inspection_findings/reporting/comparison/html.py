"""A comparison as one page of HTML that needs nothing beside it."""

from __future__ import annotations

import base64
from pathlib import Path

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
from inspection_findings.reporting.plots.changes import change_plot
from inspection_findings.reporting.wording import plain

TEMPLATE = "page.html"


def comparison_page(report: Report) -> str:
    """Render verdicts, picture and tables; the picture is part of the page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    contenders = (report.baseline, *(each.contender for each in report.compared))
    return environment.get_template(TEMPLATE).render(
        verdicts=[verdict(each) for each in report.compared],
        data=plain(data_line(report)),
        contenders=[plain(contender_line(each)) for each in contenders],
        picture=base64.b64encode(change_plot(report)).decode(),
        sections=[
            {
                "title": f"{each.contender.letter} beside A",
                "tables": [
                    (metric_head(each), metric_rows(each)),
                    (label_head(each), label_rows(each)),
                ],
                "cells": cells_line(each),
            }
            for each in report.compared
        ],
        method=method_line(report),
    )
