"""Counts of findings by domain and by judgement area, one sentence at a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from inspection_findings.documents.types import Document, Grade
from inspection_findings.labels import Area, Domain, Finding, Polarity, SectionCode, area_of
from inspection_findings.model.scorer import SentenceFindings

_Kind = tuple[Domain, Polarity, bool | None, SectionCode | None]

JUDGED_AREAS = tuple(area for area in Area if area is not Area.OVERALL)


@dataclass(slots=True)
class Tally:
    """Strengths and weaknesses counted, and apart from them findings that are unsure."""

    strengths: int = 0
    weaknesses: int = 0
    unsure_strengths: int = 0
    unsure_weaknesses: int = 0

    @property
    def unsure(self) -> int:
        """Findings that are unsure."""
        return self.unsure_strengths + self.unsure_weaknesses

    @property
    def total(self) -> int:
        """All findings but those that are unsure."""
        return self.strengths + self.weaknesses

    @property
    def shown(self) -> int:
        """All findings."""
        return self.total + self.unsure

    @property
    def share(self) -> float | None:
        """Strengths among all findings, 0 to 1; ``None`` where there are none."""
        return self.strengths / self.total if self.total else None

    def add(self, finding: Finding, times: int = 1) -> None:
        """Count one finding, or as many as are like it."""
        is_strength = finding.polarity is Polarity.STRENGTH
        if finding.unsure:
            self.unsure_strengths += times * is_strength
            self.unsure_weaknesses += times * (not is_strength)
        else:
            self.strengths += times * is_strength
            self.weaknesses += times * (not is_strength)

    def merge(self, other: Tally) -> None:
        """Add what another counted."""
        self.strengths += other.strengths
        self.weaknesses += other.weaknesses
        self.unsure_strengths += other.unsure_strengths
        self.unsure_weaknesses += other.unsure_weaknesses


@dataclass(slots=True)
class Summary:
    """Running counts over any number of documents or lines; its size does not grow with them.

    Attributes
    ----------
    documents, lines
        How many were classified.
    failures
        Documents or lines that could not be read.
    sentences
        How many were scored.
    domains, areas
        Findings by domain, and by judgement area (without the overall one, which has no findings
        of its own).
    grades
        How often each grade was given, by area.
    precision
        What was asked for; ``None`` if nothing was, and then no finding is unsure.
    """

    documents: int = 0
    lines: int = 0
    failures: int = 0
    sentences: int = 0
    total: Tally = field(default_factory=Tally)
    domains: dict[Domain, Tally] = field(default_factory=lambda: {d: Tally() for d in Domain})
    areas: dict[Area, Tally] = field(default_factory=lambda: {a: Tally() for a in JUDGED_AREAS})
    grades: dict[Area, Counter[Grade]] = field(default_factory=lambda: {a: Counter() for a in Area})
    precision: float | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was classified."""
        return not (self.documents or self.lines)

    def add_document(self, document: Document, results: Iterable[SentenceFindings]) -> None:
        """Count a document, its grades and its findings."""
        self.documents += 1
        for area, grade in document.grades.items():
            self.grades[area][grade] += 1
        self._add(results)

    def add_line(self, result: SentenceFindings) -> None:
        """Count one line of JSON Lines input."""
        self.lines += 1
        self._add([result])

    def merge(self, other: Summary) -> None:
        """Add what another counted of other documents or lines."""
        self.documents += other.documents
        self.lines += other.lines
        self.failures += other.failures
        self.sentences += other.sentences
        self.total.merge(other.total)
        for domain, tally in other.domains.items():
            self.domains[domain].merge(tally)
        for judged, tally in other.areas.items():
            self.areas[judged].merge(tally)
        for area, grades in other.grades.items():
            self.grades[area].update(grades)

    def _add(self, results: Iterable[SentenceFindings]) -> None:
        # Many findings are of few kinds, so that kinds are counted in the tables, and not findings.
        kinds: defaultdict[_Kind, list[Finding]] = defaultdict(list)
        for result in results:
            self.sentences += 1
            section = result.sentence.section
            for finding in result.findings:
                kinds[finding.domain, finding.polarity, finding.unsure, section].append(finding)
        for (domain, _, _, section), found in kinds.items():
            finding, times = found[0], len(found)
            self.total.add(finding, times)
            self.domains[domain].add(finding, times)
            self.areas[area_of(domain, section)].add(finding, times)
