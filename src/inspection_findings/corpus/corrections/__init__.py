"""What readers say of a model's findings: kept beside the letters they read, taken into the labels later."""

from inspection_findings.corpus.corrections.judgement import Correction, Judgement, Outcome, judgements_of
from inspection_findings.corpus.corrections.store import CORRECTIONS_FILE, CorrectionStore, holds_corrections

__all__ = [
    "CORRECTIONS_FILE",
    "Correction",
    "CorrectionStore",
    "Judgement",
    "Outcome",
    "holds_corrections",
    "judgements_of",
]
