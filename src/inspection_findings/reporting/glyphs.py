"""Signs and bars that say by shape what colour says too, in Unicode or in ASCII."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from inspection_findings.labels import Finding, Polarity
from inspection_findings.reporting.summary import Tally
from inspection_findings.reporting.wording import words

STYLES = {Polarity.STRENGTH: "green", Polarity.WEAKNESS: "red"}


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters that a console can show."""

    strength: str
    weakness: str
    full: str
    empty: str
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
        """One finding on a line: sign, domain, confidence, and a word where it is unsure."""
        return Text.assemble(
            (f"{self.sign(finding.polarity)} {words(finding.domain)}", STYLES[finding.polarity]),
            (f" {finding.confidence:.2f}{' unsure' if finding.unsure else ''}", "dim"),
        )

    def share(self, tally: Tally, *, width: int = 12) -> Text:
        """The share of strengths as a bar and in figures; a lone sign where there are no findings."""
        if tally.share is None:
            return Text(self.none, style="dim")
        filled = round(tally.share * width)
        return Text.assemble(
            (self.full * filled, STYLES[Polarity.STRENGTH]),
            (self.empty * (width - filled), STYLES[Polarity.WEAKNESS]),
            f" {tally.share:4.0%}",
        )


UNICODE = Glyphs(strength="+", weakness="−", full="█", empty="░", none="–", quotes="“”")
ASCII = Glyphs(strength="+", weakness="-", full="#", empty=".", none="-", quotes='""')
