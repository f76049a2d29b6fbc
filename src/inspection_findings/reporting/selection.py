"""Which findings are shown: by domain, by polarity, by confidence."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inspection_findings.labels import Domain, Finding, Polarity
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
    """

    min_confidence: float = 0.0
    domains: frozenset[Domain] = frozenset()
    polarity: Polarity | None = None

    def keeps(self, finding: Finding) -> bool:
        """Whether a finding is shown."""
        return (
            finding.confidence >= self.min_confidence
            and (not self.domains or finding.domain in self.domains)
            and (self.polarity is None or finding.polarity is self.polarity)
        )

    def apply(self, result: SentenceFindings) -> SentenceFindings:
        """The same sentence and scores, with only the findings that are shown."""
        kept = tuple(finding for finding in result.findings if self.keeps(finding))
        return result if len(kept) == len(result.findings) else replace(result, findings=kept)
