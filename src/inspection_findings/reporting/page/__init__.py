"""The page of one report: what it finds, what stands out, and its own text with each finding marked."""

from inspection_findings.reporting.page.page import report_page

__all__ = ["report_page"]
