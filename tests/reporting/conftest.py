from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pytest

from inspection_findings.documents.types import (
    Document,
    DocumentSection,
    Format,
    Framework,
    Grade,
    Metadata,
    Passage,
    Sentence,
)
from inspection_findings.labels import LABEL_INDEX, LABELS, Area, Finding, Label, SectionCode
from inspection_findings.model.explanation import Contribution, Explanation, Origin
from inspection_findings.model.scorer import SentenceFindings


def result_of(sentence: Sentence, **confidences: float) -> SentenceFindings:
    """Findings given as ``domain__polarity=confidence``."""
    findings = tuple(
        Finding(*Label.parse(name.replace("__", ":")), confidence=confidence)
        for name, confidence in confidences.items()
    )
    scores = [0.0] * len(LABELS)
    for finding in findings:
        scores[LABEL_INDEX[finding.label]] = finding.confidence
    return SentenceFindings(sentence, findings, tuple(scores))


@dataclass(frozen=True)
class Example:
    document: Document
    results: list[SentenceFindings]


@pytest.fixture
def example() -> Example:
    """A document with one section that is judged and one that is not, and what a model says of it."""
    texts = ("Partners meet, but plans drift.", "Supervision is warm.", "Inspectors came in May.")
    starts = (0, 32, 53)
    sections = (SectionCode.CHILDREN_IN_CARE, SectionCode.SUMMARY, None)
    sentences = [
        Sentence(text, section=section, passage=f"p{i}", page=i + 1, start=start, end=start + len(text))
        for i, (text, section, start) in enumerate(zip(texts, sections, starts, strict=True))
    ]
    document = Document(
        name="letters/fernshire.pdf",
        format=Format.PDF,
        text="\n".join(texts),
        sections=tuple(
            DocumentSection(None, each.section, (Passage(each.passage or "", (each,)),)) for each in sentences
        ),
        metadata=Metadata(
            authority="Fernshire",
            framework=Framework.ILACS,
            inspection_start=dt.date(2024, 5, 7),
            inspection_end=dt.date(2024, 5, 17),
            published=dt.date(2024, 6, 28),
        ),
        grades={Area.CHILDREN_IN_CARE: Grade.REQUIRES_IMPROVEMENT, Area.OVERALL: Grade.GOOD},
        pages=3,
    )
    results = [
        result_of(sentences[0], partnership__strength=0.8, assessment_planning__weakness=0.61234567),
        result_of(sentences[1], oversight__strength=0.9),
        result_of(sentences[2]),
    ]
    return Example(document, results)


def explanation_of(text: str, label: Label, **amounts: float) -> Explanation:
    """Words of a text given as ``word=amount``."""
    words = [
        Contribution(
            Origin.WORDS, amount, text=word, start=text.index(word), end=text.index(word) + len(word)
        )
        for word, amount in amounts.items()
    ]
    return Explanation(text, label, sum(amounts.values()), (Contribution(Origin.BASELINE, 0.0), *words))


@pytest.fixture
def explained(example: Example) -> Example:
    """The same, each finding explained by its sentence's first words."""
    amounts = ({"Partners": 3.0, "drift": -1.0}, {"Supervision": 2.0, "is": 0.0}, {})
    results = [
        replace(
            result,
            explanations=tuple(
                explanation_of(result.sentence.text, finding.label, **words) for finding in result.findings
            ),
        )
        for result, words in zip(example.results, amounts, strict=True)
    ]
    return Example(example.document, results)
