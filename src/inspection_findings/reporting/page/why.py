"""Why a finding was made, for people who have never heard of log-odds."""

from __future__ import annotations

from dataclasses import dataclass

from inspection_findings.labels import SectionCode
from inspection_findings.model.explanation import Contribution, Explanation, Origin
from inspection_findings.reporting.wording import title

STEPS = 20
"""Lengths that a bar can have."""

_LONGEST = 5.0
"""Log-odds that fill a bar; what adds more is as long."""

_SMALL = 0.15
"""Log-odds below which nothing is said; as in `Explanation.reasons`."""

_DEGREES = ((2.0, "strongly"), (0.75, "clearly"), (0.0, "slightly"))

# How many times as much a word says of one thing as of the other before it is said to point there alone.
_MOSTLY = 2.5

_NAMES = {
    Origin.BULLET: "being a bullet point",
    Origin.POSITION: "its place in the paragraph",
    Origin.BEFORE: "what comes before it",
    Origin.AFTER: "what comes after it",
    Origin.PASSAGE: "the paragraph around it",
    Origin.LABELS: "what else the sentence says",
    Origin.REST: "many smaller things",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for or against a finding.

    Attributes
    ----------
    words
        What it is: words of the sentence, or a phrase.
    quoted
        Whether they are the sentence's own.
    degree
        How much it says: ``strongly``, ``clearly`` or ``slightly``.
    steps
        Length of its bar, 1 to `STEPS`.
    points_to
        Of words: whether they tell the subject, the judgement or both.
    start, end
        Half-open character range of those words in the sentence.
    """

    words: str
    quoted: bool
    degree: str
    steps: int
    points_to: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """What speaks for a finding and what against it, each the weightiest first."""

    speaks_for: tuple[Reason, ...]
    speaks_against: tuple[Reason, ...]


def why(explanation: Explanation) -> Why:
    """Sort the weightiest reasons by the side they are on.

    The baseline is left out: that a finding is unlikely before a word is read is said once, on the page.
    """
    reasons = [
        each
        for each in explanation.reasons()
        if each.origin is not Origin.BASELINE and abs(each.amount) >= _SMALL
    ]
    return Why(
        speaks_for=tuple(_reason(each) for each in reasons if each.amount > 0),
        speaks_against=tuple(_reason(each) for each in reasons if each.amount < 0),
    )


def _reason(part: Contribution) -> Reason:
    size = abs(part.amount)
    quoted = part.origin is Origin.WORDS
    return Reason(
        words=_name(part),
        quoted=quoted,
        degree=next(word for least, word in _DEGREES if size >= least),
        steps=max(1, round(min(size / _LONGEST, 1) * STEPS)),
        points_to=_points_to(part) if quoted else None,
        start=part.start,
        end=part.end,
    )


def _name(part: Contribution) -> str:
    match part.origin:
        case Origin.WORDS:
            return part.text or ""
        case Origin.SECTION if part.text:
            return f"standing under {title(SectionCode(part.text))}"
        case Origin.SECTION:
            return "standing under no known heading"
        case _:
            return _NAMES[part.origin]


def _points_to(part: Contribution) -> str | None:
    # Only what pulls the same way as the whole: a word may tell the subject and blur the judgement.
    side = 1 if part.amount > 0 else -1
    subject, judgement = max(part.topic * side, 0), max(part.polarity * side, 0)
    if subject < _SMALL and judgement < _SMALL:
        return None
    if subject >= _MOSTLY * judgement:
        return "subject"
    if judgement >= _MOSTLY * subject:
        return "judgement"
    return "subject and judgement"
