"""A reader's word on single findings, and what a sentence says when all of them are put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from inspection_findings.labels import LABELS, Label


class Outcome(StrEnum):
    """What became of a correction when it was taken into the labels."""

    TAKEN = "taken"
    """The sentence has these labels now."""
    CONFLICT = "conflict"
    """The sentence has others, and they stand: for people to settle."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One word of one reader on one finding.

    Attributes
    ----------
    sha256
        Of the document's file.
    document
        What the reader knows the file by.
    position, length
        Of the sentence in the document's `corpus.positions.Stream`.
    fingerprint
        Of the sentence, as `corpus.positions.fingerprint_of` makes it.
    findings
        Labels that the model gave the sentence.
    label
        The one that is judged. One that the model did not give is missing, in the reader's view.
    corrected
        What it should be: itself where it is right, ``None`` where there is no finding.
    person
        Who says so; empty where no name was given.
    decided
        When, ISO 8601 in UTC to the second.
    model
        Version of the model.
    outcome
        What became of it, ``None`` while it waits.
    number
        Of the correction in its file; 0 until it is kept in one.
    """

    sha256: str
    document: str
    position: int
    length: int
    fingerprint: str
    findings: tuple[Label, ...]
    label: Label
    corrected: Label | None
    person: str
    decided: str
    model: str
    outcome: Outcome | None = None
    number: int = 0

    @property
    def place(self) -> tuple[str, int, int]:
        """What tells its sentence from all others: SHA-256, position and length."""
        return self.sha256, self.position, self.length


@dataclass(frozen=True)
class Judgement:
    """All that was said of one sentence.

    Attributes
    ----------
    corrections
        The last word on each of its findings, in the order in which they were given; never empty.
    """

    corrections: tuple[Correction, ...]

    @property
    def latest(self) -> Correction:
        """The last word of all."""
        return self.corrections[-1]

    @property
    def labels(self) -> tuple[Label, ...]:
        """What the sentence says in the reader's view, in the order of the vocabulary."""
        right = {each.corrected for each in self.corrections}
        return tuple(label for label in LABELS if label in right)

    @property
    def open(self) -> tuple[Label, ...]:
        """Findings of the model that nothing was said of yet."""
        said = {each.label for each in self.corrections} | set(self.labels)
        return tuple(label for label in self.latest.findings if label not in said)

    @property
    def is_whole(self) -> bool:
        """Whether something was said of each finding: only then is the sentence labelled."""
        return not self.open

    @property
    def changes(self) -> bool:
        """Whether the reader says anything else than the model did."""
        return set(self.labels) != set(self.latest.findings)

    @property
    def outcome(self) -> Outcome | None:
        """What became of it; ``None`` while any part of it waits."""
        outcomes = [each.outcome for each in self.corrections]
        return self.latest.outcome if all(outcomes) else None

    def of(self, label: Label) -> Correction | None:
        """What was said of a finding, ``None`` where nothing was."""
        return next((each for each in self.corrections if each.label == label), None)


def judgements_of(corrections: Iterable[Correction]) -> list[Judgement]:
    """Put together what was said of each sentence, in the order of the sentences.

    Parameters
    ----------
    corrections
        In the order in which they were given: of two on the same finding the later one counts.
    """
    sentences: dict[tuple[str, int, int], dict[Label, Correction]] = defaultdict(dict)
    for each in corrections:
        said = sentences[each.place]
        said.pop(each.label, None)
        said[each.label] = each
    return [Judgement(tuple(said.values())) for _, said in sorted(sentences.items())]
