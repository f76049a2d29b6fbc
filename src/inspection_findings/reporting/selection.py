"""Which findings are shown, by domain, polarity and confidence, and which of them are unsure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inspection_findings.labels import LABEL_INDEX, Domain, Finding, Polarity
from inspection_findings.model.scorer import SentenceFindings


@dataclass(frozen=True, slots=True)
class Selection:
    """A filter on findings. The default keeps them all.

    Attributes
    ----------
    min_confidence
        Findings below it are left out. Each label's own threshold still holds: a low value here
        does not bring back what the model itself did not report.
    domains
        Domains to keep; empty keeps all.
    polarity
        The polarity to keep; ``None`` keeps both.
    sure_from
        Confidence from which a finding of each label is sure, shape (22,); ``None`` marks no finding.
    """

    min_confidence: float = 0.0
    domains: frozenset[Domain] = frozenset()
    polarity: Polarity | None = None
    sure_from: Sequence[float] | None = None

    def keeps(self, finding: Finding) -> bool:
        """Whether a finding is shown."""
        return (
            finding.confidence >= self.min_confidence
            and (not self.domains or finding.domain in self.domains)
            and (self.polarity is None or finding.polarity is self.polarity)
        )

    def apply(self, result: SentenceFindings) -> SentenceFindings:
        """The same sentence and scores, with only the findings that are shown, marked where unsure."""
        kept = tuple(self._marked(finding) for finding in result.findings if self.keeps(finding))
        return result if kept == result.findings else replace(result, findings=kept)

    def _marked(self, finding: Finding) -> Finding:
        if self.sure_from is None:
            return finding
        return replace(finding, unsure=finding.confidence < self.sure_from[LABEL_INDEX[finding.label]])
