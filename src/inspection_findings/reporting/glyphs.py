"""Signs and bars that say by shape what colour says too, in Unicode or in ASCII."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from inspection_findings.labels import Finding, Polarity
from inspection_findings.reporting.summary import Tally
from inspection_findings.reporting.wording import percent, words

# The terminal's own colours, two that those who tell red from green with difficulty can tell apart.
STYLES = {Polarity.STRENGTH: "cyan", Polarity.WEAKNESS: "red"}

_CONFIDENCE_WIDTH = 5


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters that a console can show.

    Attributes
    ----------
    strength, weakness
        Signs.
    full, light, empty
        What bars are made of: of strengths and of confidence, of weaknesses, and what is left of a bar.
    axis
        What stands between weaknesses and strengths.
    none
        Stands for a number where there is none.
    quotes
        The opening and the closing one.
    """

    strength: str
    weakness: str
    full: str
    light: str
    empty: str
    axis: str
    none: str
    quotes: str

    @classmethod
    def of(cls, console: Console) -> Glyphs:
        """Unicode where the console's encoding has it, else ASCII."""
        return UNICODE if console.encoding.lower().startswith("utf") else ASCII

    def sign(self, polarity: Polarity) -> str:
        """Plus or minus."""
        return self.strength if polarity is Polarity.STRENGTH else self.weakness

    def finding(self, finding: Finding) -> Text:
        """What was found: sign and domain."""
        return Text(f"{self.sign(finding.polarity)} {words(finding.domain)}", STYLES[finding.polarity])

    def confidence(self, finding: Finding, *, bar: bool = True) -> Text:
        """How sure it is: a bar, in figures, and a word where it is unsure."""
        filled = round(finding.confidence * _CONFIDENCE_WIDTH)
        drawn = self.full * filled + self.empty * (_CONFIDENCE_WIDTH - filled) + " "
        return Text.assemble(
            (drawn if bar else "", "dim"),
            percent(finding.confidence),
            (" unsure" if finding.unsure else "", "yellow"),
        )

    def diverging(self, tally: Tally, most: int, *, width: int, side: int) -> Text:
        """Weaknesses to the left and strengths to the right, as bars with their numbers.

        Parameters
        ----------
        tally
            Counts.
        most
            The count for which a bar is ``width`` characters long.
        width
            Of the longest bar.
        side
            Characters on the left of the axis: enough for that bar and its number.
        """
        weak, strong = (
            max(1, round(count / most * width)) if count else 0
            for count in (tally.weaknesses, tally.strengths)
        )
        return Text.assemble(
            f"{tally.weaknesses:,} ".rjust(side - weak),
            (self.light * weak, STYLES[Polarity.WEAKNESS]),
            (self.axis, "dim"),
            (self.full * strong, STYLES[Polarity.STRENGTH]),
            f" {tally.strengths:,}",
        )

    def share(self, tally: Tally) -> Text:
        """The share of strengths; a lone sign where there are no findings."""
        return Text(self.none, style="dim") if tally.share is None else Text(f"{tally.share:.0%}")


UNICODE = Glyphs("+", "−", full="█", light="▒", empty="░", axis="│", none="–", quotes="“”")
ASCII = Glyphs("+", "-", full="#", light="=", empty=".", axis="|", none="-", quotes='""')
