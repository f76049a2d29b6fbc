"""Features, estimator, calibration, thresholds; the compact scorer; safe save and load."""

from inspection_findings.model.scorer import Scorer, SentenceFindings, load_model

__all__ = ["Scorer", "SentenceFindings", "load_model"]
