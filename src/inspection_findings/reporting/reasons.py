"""Why a finding was made: what speaks for it and what against, in words and as a record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inspection_findings.labels import SectionCode
from inspection_findings.model.explanation import Contribution, Explanation, Origin
from inspection_findings.reporting.glyphs import UNICODE, Glyphs
from inspection_findings.reporting.wording import words

_DECIMALS = 6
_NAMES = {
    Origin.BULLET: "being a bullet point",
    Origin.POSITION: "place in its passage",
    Origin.BEFORE: "the text before",
    Origin.AFTER: "the text after",
    Origin.PASSAGE: "the text around",
    Origin.LABELS: "its other labels",
}
_APART = frozenset({Origin.REST, Origin.BASELINE})


@dataclass(frozen=True, slots=True)
class ReasonRecord:
    """One reason inside the record of a finding; its fields are documented with the other records."""

    origin: Origin
    words: str | None
    span: tuple[int, int] | None
    contribution: float


def reason_records(explanation: Explanation) -> tuple[ReasonRecord, ...]:
    """Reasons as they are written to JSON Lines, the weightiest first, then the rest and the baseline."""
    return tuple(_record(reason) for reason in explanation.reasons())


def _record(reason: Contribution) -> ReasonRecord:
    span = None if reason.start is None or reason.end is None else (reason.start, reason.end)
    return ReasonRecord(
        origin=reason.origin,
        words=reason.text if span else None,
        span=span,
        contribution=round(reason.amount, _DECIMALS),
    )


def because(explanation: Explanation, glyphs: Glyphs = UNICODE) -> str:
    """The weightiest reasons on one line, with what each adds to the log-odds.

    The rest and the baseline are left out, so that these numbers alone do not add up.
    """
    reasons = [each for each in explanation.reasons() if each.origin not in _APART]
    pro = _listed((each for each in reasons if each.amount > 0), glyphs)
    contra = _listed((each for each in reasons if each.amount < 0), glyphs)
    parts = [part for part in (pro, contra and f"against it {contra}") if part]
    return "; ".join(parts) or "many small things"


def _listed(reasons: Iterable[Contribution], glyphs: Glyphs) -> str:
    return ", ".join(f"{_name(each, glyphs)} {_signed(each.amount, glyphs)}" for each in reasons)


def _name(reason: Contribution, glyphs: Glyphs) -> str:
    match reason.origin:
        case Origin.WORDS:
            return f"{glyphs.quotes[0]}{reason.text}{glyphs.quotes[1]}"
        case Origin.SECTION if reason.text:
            return f"section {words(SectionCode(reason.text))}"
        case _:
            return _NAMES[reason.origin]


def _signed(amount: float, glyphs: Glyphs) -> str:
    return f"{glyphs.strength if amount > 0 else glyphs.weakness}{abs(amount):.1f}"
