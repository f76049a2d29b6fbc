from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from typer.testing import CliRunner

import inspection_findings
from inspection_findings.commands.app import app
from inspection_findings.corpus import Corpus, Split
from inspection_findings.documents import Document, Sentence
from inspection_findings.exceptions import ModelError
from inspection_findings.labels import LABEL_INDEX, LABELS, Finding, Label
from inspection_findings.model.scorer import SentenceFindings
from made_metadata import METADATA

LETTER = """\
# Inspection of Fernshire children's services

Inspection dates: 4 to 8 March 2024

Lead inspector: Morgan Ashdown

## What needs to improve

- The regularity of supervision.
- The quality of plans.

## The experiences and progress of children in care: good

Caseloads have come down since the autumn. Inspectors met three teams.

Partners share what they know without delay.
"""

CUES = {
    "supervision": ("oversight:weakness", 0.91),
    "caseloads": ("workforce:strength", 0.85),
    "plans": ("assessment_planning:weakness", 0.62),
    "partners": ("partnership:strength", 0.7654321),
}


class CueScorer:
    """Finds a cue word in a sentence, or, with half the confidence, in the one before it in the passage."""

    metadata = METADATA

    def classify_sentences(self, sentences: Sequence[Sentence]) -> list[SentenceFindings]:
        results = []
        before: Sentence | None = None
        for sentence in sentences:
            found = self._cues(sentence.text, 1.0)
            if before is not None and sentence.passage is not None and before.passage == sentence.passage:
                found += self._cues(before.text, 0.5)
            scores = [0.0] * len(LABELS)
            for finding in found:
                scores[LABEL_INDEX[finding.label]] = finding.confidence
            found.sort(key=lambda finding: -finding.confidence)
            results.append(SentenceFindings(sentence, tuple(found), tuple(scores)))
            before = sentence
        return results

    def thresholds_for(self, precision: float) -> NDArray[np.float64]:
        if precision > 0.95:
            raise ModelError("the model can promise 0.95 at most: ask for less")
        return np.full(len(LABELS), precision - 0.1)

    def classify(self, document: Document) -> list[SentenceFindings]:
        return self.classify_sentences(list(document.sentences()))

    def _cues(self, text: str, weight: float) -> list[Finding]:
        return [
            Finding(*Label.parse(label), confidence=confidence * weight)
            for cue, (label, confidence) in CUES.items()
            if cue in text.lower()
        ]


@pytest.fixture
def scorer(monkeypatch: pytest.MonkeyPatch) -> CueScorer:
    """The model that every command loads in the test."""
    fake = CueScorer()
    monkeypatch.setattr(inspection_findings, "load_model", lambda path=None: fake)
    return fake


@pytest.fixture
def run(scorer: CueScorer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable:
    """Run the command line in the test's own folder, with the cue model."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)

    def invoke(*arguments: str | Path, stdin: str | bytes | None = None):
        return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)

    return invoke


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A short letter about a council that does not exist."""
    path = tmp_path / "fernshire.md"
    path.write_text(LETTER, encoding="utf-8")
    return path


@pytest.fixture
def specimen_lines(specimens: Corpus) -> str:
    """120 labelled specimens as JSON Lines, with keys that a classifier has to ignore."""
    rows = [
        {**dataclasses.asdict(record.sentence), "id": record.id, "labels": [*map(str, record.labels)]}
        for record in specimens.splits[Split.TRAIN][:120]
    ]
    return "".join(f"{json.dumps(row)}\n" for row in rows)
