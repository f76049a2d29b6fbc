"""How models differ, for people and for programs."""

from inspection_findings.reporting.comparison.html import comparison_page
from inspection_findings.reporting.comparison.markdown import comparison_markdown
from inspection_findings.reporting.comparison.record import changed_lines, comparison_record
from inspection_findings.reporting.comparison.report import Compared, Contender, Report
from inspection_findings.reporting.comparison.text import print_comparison
from inspection_findings.reporting.comparison.verdict import verdict

__all__ = [
    "Compared",
    "Contender",
    "Report",
    "changed_lines",
    "comparison_markdown",
    "comparison_page",
    "comparison_record",
    "print_comparison",
    "verdict",
]
