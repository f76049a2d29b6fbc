"""Findings as a workbook: sheets to read, to filter and to take figures from."""
