"""A comparison as a page of Markdown."""

from __future__ import annotations

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
from inspection_findings.reporting.markdown import cell, table


def comparison_markdown(report: Report) -> str:
    """Render verdicts, what was compared, and the tables of each model beside the baseline."""
    contenders = (report.baseline, *(each.contender for each in report.compared))
    parts = [
        "# Models compared",
        "\n".join(f"- **{cell(verdict(each))}**" for each in report.compared),
        f"On {cell(data_line(report))}.",
        "\n".join(f"- {cell(contender_line(each))}" for each in contenders),
    ]
    for compared in report.compared:
        parts += [
            f"## {compared.contender.letter} beside A",
            table(metric_head(compared), metric_rows(compared)),
            cell(cells_line(compared)),
            table(label_head(compared), label_rows(compared)),
        ]
    return "\n\n".join([*parts, cell(method_line(report))]) + "\n"
