"""Beside the text of a letter: what may be said of each finding, and what was said."""

from __future__ import annotations

from markupsafe import Markup

from inspection_findings.app.correcting import Corrections
from inspection_findings.app.desk import Desk
from inspection_findings.app.rendering import piece
from inspection_findings.labels import Finding, Label
from inspection_findings.reporting.page.view import Line


class CorrectionMargin:
    """Forms that correct; a `reporting.page.margin.Margin`.

    Parameters
    ----------
    desk
        The app.
    key
        Of the letter.
    corrections
        What was said of it.
    """

    def __init__(self, desk: Desk, key: str, corrections: Corrections) -> None:
        self._desk = desk
        self._key = key
        self._corrections = corrections

    @property
    def intro(self) -> Markup:
        """How findings are corrected."""
        return piece("correcting", "intro")

    @property
    def keys(self) -> Markup:
        """The keys that correct."""
        return piece("correcting", "keys")

    def of_finding(self, line: Line, finding: Finding) -> Markup:
        """What may be said of a finding."""
        return self._of_label(line.number, finding.label)

    def of_sentence(self, line: Line) -> Markup:
        """Findings that the reader added, and the way to add one."""
        return self._of_sentence(line.number)

    def pieces(self, number: int) -> dict[str, str]:
        """All of a sentence by the identifiers of its elements, for a script that puts them in place."""
        made = {
            _identifier(number, label): str(self._of_label(number, label))
            for label in self._corrections.spot(number).findings
        }
        return made | {f"of-{number}": str(self._of_sentence(number))}

    def _of_label(self, number: int, label: Label) -> Markup:
        judgement = self._corrections.judgement(number)
        return piece(
            "correcting",
            "of_finding",
            token=self._desk.token,
            identifier=_identifier(number, label),
            key=self._key,
            number=number,
            label=label,
            said=judgement.of(label) if judgement else None,
            implied=judgement is not None and label in judgement.labels,
        )

    def _of_sentence(self, number: int) -> Markup:
        spot = self._corrections.spots[number - 1]
        if not spot.length:
            return Markup()
        judgement = self._corrections.judgement(number)
        said = judgement.corrections if judgement else ()
        return piece(
            "correcting",
            "of_sentence",
            token=self._desk.token,
            key=self._key,
            number=number,
            added=[each for each in said if each.label not in spot.findings],
            open=judgement.open if judgement else (),
        )


def _identifier(number: int, label: Label) -> str:
    return f"say-{number}-{label.domain}-{label.polarity}"
