"""Documents -> findings with their reasons, as the pages show them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
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
    marks
        Marks those that are unsure.
    """

    scorer: Scorer
    precision: float | None = None
    marks: Selection = field(default_factory=Selection)

    def classify(self, document: Document) -> ClassifiedReport:
        """What the model says of a document."""
        results = tuple(self.marks.apply(each) for each in self.scorer.classify(document))
        return ClassifiedReport(document, results, self.scorer.metadata, self.precision)

    def explain(self, report: ClassifiedReport) -> ClassifiedReport:
        """The same report, each finding with its reasons."""
        from inspection_findings.model.explanation import explain_findings

        return replace(report, results=tuple(explain_findings(self.scorer, list(report.results))))
