"""A made-up letter whose findings, pages and reasons the tests know."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from inspection_findings.documents import read_bytes
from inspection_findings.documents.types import Document, DocumentSection
from inspection_findings.labels import LABELS, Finding, Label
from inspection_findings.model.explanation import Contribution, Explanation, Origin
from inspection_findings.model.parameters import ModelMetadata
from inspection_findings.model.scorer import SentenceFindings
from inspection_findings.reporting.classified import ClassifiedReport

MODEL = ModelMetadata("small", "0.1.0+aa", "2026-01-01", data={"sentences": 1200, "documents": 30})

LETTER = """\
# Inspection of Fernshire children's services

Inspection dates: 4 to 8 March 2024

Lead inspector: Morgan Ashdown

## What needs to improve

- How regularly supervision takes place.
- The quality of plans.

## The experiences and progress of children in care: good

1. Caseloads are manageable now and workers stay. Inspectors met three teams.

2. Partners share what they know without delay. However, plans for a few children drift.

3. Children say that they trust their workers and feel heard.

## The impact of leaders on social work practice with children and families: requires improvement to be good

Leaders know the service well. Managers seldom challenge work that drifts for months.
"""

FINDINGS = {
    "supervision": [("oversight:weakness", 0.97)],
    "quality of plans": [("assessment_planning:weakness", 0.91), ("oversight:weakness", 0.45)],
    "Caseloads": [("workforce:strength", 0.96)],
    "Partners": [("partnership:strength", 0.93)],
    "However": [("assessment_planning:weakness", 0.88), ("children_in_care:strength", 0.5)],
    "trust": [("voice:strength", 0.985)],
    "Leaders": [("leadership:strength", 0.72)],
    "Managers": [("oversight:weakness", 0.95)],
}

MakeReport = Callable[..., ClassifiedReport]


def explained(text: str, label: Label) -> Explanation:
    """The first word speaks for the domain, the last for the judgement, what comes before against both."""
    spans = [match.span() for match in re.finditer(r"\S+", text)]
    amounts = {spans[-1]: (1.0, 0.1, 1.2), spans[0]: (3.0, 2.5, 0.1)}
    words = [
        Contribution(Origin.WORDS, *amounts.get(span, (0.0, 0.0, 0.0)), text[slice(*span)], *span)
        for span in spans
    ]
    before = Contribution(Origin.BEFORE, -0.5, -0.5, 0.0)
    return Explanation(text, label, 0.5, (Contribution(Origin.BASELINE, -3.0), *words, before))


def classified(
    document: Document,
    findings: dict[str, list[tuple[str, float]]],
    *,
    precision: float | None,
    explain: bool,
) -> ClassifiedReport:
    """Findings by a cue that a sentence holds; those below the precision are unsure."""
    results = []
    for sentence in document.sentences():
        found = next((each for cue, each in findings.items() if cue in sentence.text), [])
        marked = tuple(
            Finding(*Label.parse(label), confidence, None if precision is None else confidence < precision)
            for label, confidence in found
        )
        reasons = tuple(explained(sentence.text, each.label) for each in marked) if explain else ()
        results.append(SentenceFindings(sentence, marked, (0.0,) * len(LABELS), reasons))
    return ClassifiedReport(document, tuple(results), MODEL, precision)


def paged(document: Document) -> Document:
    """The same with a page for every section."""
    sections = tuple(_on_page(section, page) for page, section in enumerate(document.sections, start=1))
    metadata = replace(document.metadata, published=dt.date(2024, 4, 30))
    return replace(document, sections=sections, pages=len(sections), metadata=metadata)


def _on_page(section: DocumentSection, page: int) -> DocumentSection:
    passages = tuple(
        replace(passage, sentences=tuple(replace(each, page=page) for each in passage.sentences))
        for passage in section.passages
    )
    return replace(section, passages=passages)


@pytest.fixture
def make_report() -> MakeReport:
    """Make the report of a letter."""

    def make(
        letter: str | bytes = LETTER,
        *,
        name: str = "letters/fernshire.md",
        findings: dict[str, list[tuple[str, float]]] = FINDINGS,
        precision: float | None = 0.7,
        explain: bool = True,
        pages: bool = True,
    ) -> ClassifiedReport:
        document = read_bytes(letter.encode() if isinstance(letter, str) else letter, name=name)
        made = paged(document) if pages else document
        return classified(made, findings, precision=precision, explain=explain)

    return make
