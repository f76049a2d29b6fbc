"""Small reports with findings that the tests choose, about councils that do not exist."""

from __future__ import annotations

from inspection_findings.documents import read_bytes
from inspection_findings.labels import LABELS, Finding, Label
from inspection_findings.model.parameters import ModelMetadata
from inspection_findings.model.scorer import SentenceFindings
from inspection_findings.reporting.classified import ClassifiedReport

MODEL = ModelMetadata("small", "0.1.0+aa", "2026-01-01", data={"fingerprint": "aa" * 32})

LETTER = """\
# Inspection of {authority} children's services

Inspection dates: 4 to 8 March {year}

## What needs to improve

- The quality of plans.
- Supervision that helps workers to reflect.

## The experiences and progress of children in care: {grade}

Caseloads have come down. <b>Carers</b> & children speak well of "their" workers.

Partners share what they know.
"""

FINDINGS = {
    "plans": [("assessment_planning:weakness", 0.9)],
    "Supervision": [("oversight:weakness", 0.8), ("workforce:weakness", 0.55)],
    "Caseloads": [("workforce:strength", 0.95)],
    "Partners": [("partnership:strength", 0.7)],
}


def made_report(
    authority: str = "Fernshire",
    year: int = 2024,
    *,
    name: str | None = None,
    grade: str = "good",
    precision: float | None = None,
    findings: dict[str, list[tuple[str, float]]] = FINDINGS,
    more: str = "",
    model: ModelMetadata = MODEL,
) -> ClassifiedReport:
    """A letter about an authority, with findings by the first word that a sentence holds.

    Where a precision is asked for, findings below it are unsure. More text may follow the letter's own.
    """
    letter = LETTER.format(authority=authority, year=year, grade=grade) + more
    document = read_bytes(letter.encode(), name=name or f"{authority.lower()}-{year}.md")
    results = []
    for sentence in document.sentences():
        found = next((each for cue, each in findings.items() if cue in sentence.text), [])
        marked = tuple(
            Finding(*Label.parse(label), confidence, None if precision is None else confidence < precision)
            for label, confidence in found
        )
        results.append(SentenceFindings(sentence, marked, (0.0,) * len(LABELS)))
    return ClassifiedReport(document, tuple(results), model, precision)
