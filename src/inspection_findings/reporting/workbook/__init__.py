"""Findings as a workbook: sheets to read, to filter and to take figures from."""

from inspection_findings.reporting.workbook.findings import FindingsWorkbook, Rows, report_workbook

__all__ = ["FindingsWorkbook", "Rows", "report_workbook"]
