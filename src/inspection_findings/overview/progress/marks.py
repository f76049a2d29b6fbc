"""Signs and colours of progress in a terminal."""

from __future__ import annotations

from rich.text import Text

from inspection_findings.labels import Domain, Polarity
from inspection_findings.overview.progress.change import Change
from inspection_findings.overview.progress.visits import Statement
from inspection_findings.overview.progress.wording import change_words
from inspection_findings.reporting.glyphs import STYLES, Glyphs

_CHANGES = {Change.BETTER: STYLES[Polarity.STRENGTH], Change.WORSE: STYLES[Polarity.WEAKNESS]}


def change_mark(change: Change | None) -> Text:
    """A change in words, in the colour of what there is more of."""
    return Text(change_words(change), style=_CHANGES.get(change, "") if change else "")


def sign_mark(statement: Statement, domain: Domain, glyphs: Glyphs) -> Text:
    """The sign of what a sentence finds of a domain; both signs where it finds both."""
    match statement.balance(domain):
        case 1:
            return Text(glyphs.strength, style=STYLES[Polarity.STRENGTH])
        case -1:
            return Text(glyphs.weakness, style=STYLES[Polarity.WEAKNESS])
        case _:
            return Text(f"{glyphs.strength}/{glyphs.weakness}")
