"""The vocabulary: domains, polarities, labels and findings.

Nothing else defines these. The order of `LABELS` is the column order of every score matrix.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Domain(StrEnum):
    """What an inspection finding is about (the aspect category)."""

    LEADERSHIP = "leadership"
    OVERSIGHT = "oversight"
    QUALITY_ASSURANCE = "quality_assurance"
    WORKFORCE = "workforce"
    FRONT_DOOR = "front_door"
    PROTECTION = "protection"
    ASSESSMENT_PLANNING = "assessment_planning"
    CHILDREN_IN_CARE = "children_in_care"
    CARE_LEAVERS = "care_leavers"
    VOICE = "voice"
    PARTNERSHIP = "partnership"


class Polarity(StrEnum):
    """Whether the finding says that something works or does not."""

    STRENGTH = "strength"
    WEAKNESS = "weakness"


class Area(StrEnum):
    """The four areas that the inspectorate judges, and the overall judgement."""

    OVERALL = "overall"
    LEADERS = "leaders"
    HELP_AND_PROTECTION = "help_and_protection"
    CHILDREN_IN_CARE = "children_in_care"
    CARE_LEAVERS = "care_leavers"


class SectionCode(StrEnum):
    """Normalised name of the section that a sentence stands in."""

    LEADERS = "leaders"
    HELP_AND_PROTECTION = "help_and_protection"
    CHILDREN_IN_CARE = "children_in_care"
    CARE_LEAVERS = "care_leavers"
    WHAT_NEEDS_TO_IMPROVE = "what_needs_to_improve"
    STRENGTHS = "strengths"
    PRACTICE_STUDY = "practice_study"
    SUMMARY = "summary"


DEFAULT_AREA: dict[Domain, Area] = {
    Domain.LEADERSHIP: Area.LEADERS,
    Domain.OVERSIGHT: Area.LEADERS,
    Domain.QUALITY_ASSURANCE: Area.LEADERS,
    Domain.WORKFORCE: Area.LEADERS,
    Domain.FRONT_DOOR: Area.HELP_AND_PROTECTION,
    Domain.PROTECTION: Area.HELP_AND_PROTECTION,
    Domain.ASSESSMENT_PLANNING: Area.HELP_AND_PROTECTION,
    Domain.VOICE: Area.HELP_AND_PROTECTION,
    Domain.PARTNERSHIP: Area.HELP_AND_PROTECTION,
    Domain.CHILDREN_IN_CARE: Area.CHILDREN_IN_CARE,
    Domain.CARE_LEAVERS: Area.CARE_LEAVERS,
}
"""The area that a domain belongs to where the report has no sections of its own."""

AREA_OF_SECTION: dict[SectionCode | None, Area] = {
    SectionCode.LEADERS: Area.LEADERS,
    SectionCode.HELP_AND_PROTECTION: Area.HELP_AND_PROTECTION,
    SectionCode.CHILDREN_IN_CARE: Area.CHILDREN_IN_CARE,
    SectionCode.CARE_LEAVERS: Area.CARE_LEAVERS,
}
"""The area that a section is about, for the sections that are judged."""


class Label(NamedTuple):
    """A (domain, polarity) pair: the unit of scoring."""

    domain: Domain
    polarity: Polarity

    def __str__(self) -> str:
        return f"{self.domain}:{self.polarity}"

    @classmethod
    def parse(cls, text: str) -> Label:
        """Read ``domain:polarity``.

        Raises
        ------
        ValueError
            If either part is not in the vocabulary.
        """
        domain, separator, polarity = text.partition(":")
        try:
            if separator:
                return cls(Domain(domain), Polarity(polarity))
        except ValueError:
            pass
        raise ValueError(
            f"unknown label {text!r}: expected domain:polarity with a domain of "
            f"{', '.join(Domain)} and a polarity of {', '.join(Polarity)}"
        )


LABELS: tuple[Label, ...] = tuple(Label(d, p) for d in Domain for p in Polarity)
"""All 22 labels: strength then weakness of each domain."""

LABEL_INDEX: dict[Label, int] = {label: i for i, label in enumerate(LABELS)}


@dataclass(frozen=True, slots=True)
class Finding:
    """One domain judged one way in one sentence.

    Attributes
    ----------
    domain, polarity
        What is judged and how.
    confidence
        Calibrated probability that the finding is right, 0 to 1.
    unsure
        Whether it falls short of the precision that was asked for; ``None`` where none was.
    """

    domain: Domain
    polarity: Polarity
    confidence: float
    unsure: bool | None = None

    @property
    def label(self) -> Label:
        """The (domain, polarity) pair."""
        return Label(self.domain, self.polarity)


def area_of(domain: Domain, section: SectionCode | None) -> Area:
    """The judgement area of a finding: its section's where that is one, else its domain's default."""
    return AREA_OF_SECTION.get(section, DEFAULT_AREA[domain])
