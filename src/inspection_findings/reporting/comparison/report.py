"""A comparison of models as one object that every format is written from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inspection_findings.evaluation.comparison import Comparison, LabelChange, Outcome


@dataclass(frozen=True)
class Contender:
    """A model that is compared.

    Attributes
    ----------
    letter
        That it goes by in tables: A is what the others are measured by.
    name
        As it was referred to.
    run_id
        Of the run that made it, where it comes from one.
    stored
        Whether its predictions were stored when it was trained, and not made now.
    """

    letter: str
    name: str
    run_id: str | None
    stored: bool


@dataclass(frozen=True)
class Compared:
    """A model beside the baseline.

    Attributes
    ----------
    contender
        The model.
    comparison
        With the baseline.
    p_value
        Of the metric that decides, adjusted for the number of models that are compared (Holm).
    """

    contender: Contender
    comparison: Comparison
    p_value: float

    @property
    def outcome(self) -> Outcome:
        """What is to be made of it."""
        return self.comparison.headline.outcome(self.p_value)

    @property
    def by_change(self) -> list[LabelChange]:
        """Labels, those that gained most first; of equals, those with more sentences."""
        return sorted(self.comparison.labels, key=lambda each: (-each.change, -each.support))


@dataclass(frozen=True)
class Report:
    """Models beside a baseline, on the same sentences.

    Attributes
    ----------
    baseline
        What the others are measured by.
    compared
        The others, one at least.
    data
        What they were scored on, in words.
    data_fingerprint
        Of the corpus; empty for a file of sentences.
    """

    baseline: Contender
    compared: Sequence[Compared]
    data: str
    data_fingerprint: str

    @property
    def first(self) -> Comparison:
        """That of the first model: how much was compared, and how, is the same for all."""
        return self.compared[0].comparison
