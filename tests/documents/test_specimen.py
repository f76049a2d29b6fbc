"""The specimen letter that the demo classifies is the one that `rendering` makes."""

from __future__ import annotations

from pathlib import Path

import rendering
from inspection_findings.documents import read_bytes, read_document

SPECIMEN = Path(__file__).parents[2] / "data" / "raw" / "specimens" / "northmere-ilacs-2024-03-08.pdf"


def test_the_specimen_is_up_to_date_sentence_by_sentence() -> None:
    kept = read_document(SPECIMEN)
    made = read_bytes(rendering.pdf(rendering.NORTHMERE), name=str(SPECIMEN))
    assert list(kept.sentences()) == list(made.sentences())
    assert [s.text for s in kept.sentences()] == rendering.NORTHMERE.sentences()


def test_the_specimen_is_small() -> None:
    assert SPECIMEN.stat().st_size < 60_000
    assert 25 <= len(rendering.NORTHMERE.sentences()) <= 45
