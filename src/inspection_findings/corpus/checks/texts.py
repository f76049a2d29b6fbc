"""Checks of the documents at hand: can they be read, was all found in them, and is it text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from inspection_findings.corpus.build import Coverage
from inspection_findings.corpus.checks.problems import Check, Problem, Severity
from inspection_findings.corpus.records import LabelledSentence, Source

LEAST_COVERAGE = 0.995
"""Of the labelled sentences of a kind of document."""
SHORTEST = 10
LONGEST = 1_000
"""In characters: longer ones are passages that nobody cut."""
LEAST_SHARE_OF_LETTERS = 0.6
"""Of all that is not white space."""
GREATEST_SHARE_OF_STRAYS = 0.02
_STRAY = {"Cc", "Cs", "Co", "Cn"}
"""Control, surrogate, private-use and unassigned characters: what fonts without a code table leave."""


def documents(coverage: Iterable[Coverage]) -> Iterator[Problem]:
    """Say which documents could not be taken in, and why."""
    for part in coverage:
        for document, reason in part.refused:
            yield Problem(Check.DOCUMENTS, Severity.ERROR, document, reason)
        if part.source is Source.SPECIMEN:
            for document in part.absent:
                yield Problem(Check.DOCUMENTS, Severity.WARNING, document, "specimen that is not there")
        elif part.absent:
            yield Problem(
                Check.DOCUMENTS,
                Severity.NOTE,
                part.source.value,
                f"{len(part.absent):,} of {part.listed:,} not at hand, and so not checked",
            )


def coverage(parts: Iterable[Coverage]) -> Iterator[Problem]:
    """Name the sentences that were not found again: an error where they are too many."""
    for part in parts:
        if part.share < LEAST_COVERAGE:
            yield Problem(
                Check.COVERAGE,
                Severity.ERROR,
                part.source.value,
                f"{len(part.missing):,} of {part.sentences:,} sentences not found: {part.share:.2%} "
                f"coverage, less than {LEAST_COVERAGE:.1%}",
            )
        for annotation in part.missing:
            message = f"not found in {annotation.document} at {annotation.position}"
            yield Problem(Check.COVERAGE, Severity.WARNING, annotation.id, message)


def garbled(records: Iterable[LabelledSentence]) -> Iterator[Problem]:
    """Find sentences whose text is empty, cut, run together or not text at all."""
    for record in records:
        text = record.sentence.text
        faults = list(faults_of(text))
        if faults:
            yield Problem(Check.TEXT, Severity.WARNING, record.id, ", ".join(faults), (text,))


def faults_of(text: str) -> Iterator[str]:
    """Say what is wrong with a text, if anything."""
    marks = [character for character in text if not character.isspace()]
    letters = sum(character.isalpha() for character in marks)
    strays = sum(
        character == "\N{REPLACEMENT CHARACTER}" or unicodedata.category(character) in _STRAY
        for character in marks
    )
    if len(text) < SHORTEST:
        yield f"only {len(text)} characters"
    elif len(text) > LONGEST:
        yield f"{len(text):,} characters"
    if not letters:
        yield "no letters"
    elif letters < LEAST_SHARE_OF_LETTERS * len(marks):
        yield f"{letters / len(marks):.0%} letters"
    if strays > GREATEST_SHARE_OF_STRAYS * len(marks):
        yield f"{strays:,} characters that are no text"
