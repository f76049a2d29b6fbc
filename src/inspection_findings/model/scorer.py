"""The compact scorer: sentences in, calibrated scores and findings out, with numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspection_findings.documents.types import Document, Sentence
from inspection_findings.labels import Finding


@dataclass(frozen=True, slots=True)
class SentenceFindings:
    """What the model says of one sentence.

    Attributes
    ----------
    sentence
        The sentence as it was read.
    findings
        Those whose confidence reaches the label's threshold, most confident first.
    scores
        Calibrated probability of each of the 22 labels, in the order of ``LABELS``.
    """

    sentence: Sentence
    findings: tuple[Finding, ...]
    scores: tuple[float, ...]
