"""What a model achieves on labelled sentences, for people and for programs."""

from inspection_findings.reporting.measured.markdown import measured_markdown
from inspection_findings.reporting.measured.report import MeasuredModel, measured_record
from inspection_findings.reporting.measured.text import print_measured

__all__ = ["MeasuredModel", "measured_markdown", "measured_record", "print_measured"]
