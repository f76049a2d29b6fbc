"""How far the confidence of reported findings can be relied on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inspection_findings.evaluation.calibration import Bin, chance_errors, confidence_bins
from inspection_findings.evaluation.metrics import Estimate, Scored, reported


@dataclass(frozen=True)
class Reliability:
    """Confidence of reported findings against how many are right.

    Attributes
    ----------
    findings
        How many there are.
    confidence, right
        Their mean confidence, and the share that is right.
    chance
        Expected calibration error that perfect calibration would show on as many findings: mean, and 95%
        of the draws.
    bins
        In ascending order of confidence.
    """

    findings: int
    confidence: float
    right: float
    chance: Estimate
    bins: tuple[Bin, ...]

    @property
    def excess(self) -> float:
        """Mean confidence less the share that is right: above 0 where the model is too sure."""
        return self.confidence - self.right


def reliability(scored: Scored) -> Reliability:
    """Compare confidence with what is right; where nothing was reported the figures are ``nan``."""
    confidence, right = reported(scored)
    drawn = chance_errors(confidence)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Reliability(
        findings=len(confidence),
        confidence=float(confidence.mean()) if len(confidence) else float("nan"),
        right=float(right.mean()) if len(right) else float("nan"),
        chance=Estimate(float(drawn.mean()), float(low), float(high)),
        bins=confidence_bins(confidence, right),
    )
