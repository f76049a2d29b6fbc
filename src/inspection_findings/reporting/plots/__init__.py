"""Pictures as SVG: reproducible to the byte, and readable in grey."""

from inspection_findings.reporting.plots.learning_curve import CurvePoint, learning_curve
from inspection_findings.reporting.plots.run import run_plots

__all__ = ["CurvePoint", "learning_curve", "run_plots"]
