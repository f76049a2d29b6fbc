"""Documents -> findings with their reasons, as the pages show them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from inspection_findings.documents.types import Document
from inspection_findings.reporting.classified import ClassifiedReport
from inspection_findings.reporting.selection import Selection

if TYPE_CHECKING:
    from inspection_findings.model.scorer import Scorer


@dataclass(frozen=True, slots=True)
class Model:
    """A model and the precision that is asked of it.

    Attributes
    ----------
    scorer
        The model.
    precision
        Share of the findings that must be right where they are not marked unsure; ``None`` marks none.

    Raises
    ------
    ModelError
        Of `classify`: if the model cannot promise that precision.
    """

    scorer: Scorer
    precision: float | None

    def classify(self, document: Document) -> ClassifiedReport:
        """What the model says of a document."""
        results = self.scorer.classify(document)
        if self.precision is not None:
            marks = Selection(sure_from=tuple(self.scorer.thresholds_for(self.precision).tolist()))
            results = [marks.apply(each) for each in results]
        return ClassifiedReport(document, tuple(results), self.scorer.metadata, self.precision)

    def explain(self, report: ClassifiedReport) -> ClassifiedReport:
        """The same report, each finding with its reasons."""
        from inspection_findings.model.explanation import explain_findings

        return replace(report, results=tuple(explain_findings(self.scorer, list(report.results))))
