"""What a server puts beside the text of a report."""

from __future__ import annotations

from typing import Protocol

from markupsafe import Markup

from inspection_findings.labels import Finding
from inspection_findings.reporting.page.view import Line


class Margin(Protocol):
    """Notes of a server's own.

    Attributes
    ----------
    keys
        Entries for the list of keys. Keys of findings that are named there do not move from one to the next.
    """

    keys: Markup

    def of_finding(self, line: Line, finding: Finding) -> Markup:
        """What follows a finding."""

    def of_sentence(self, line: Line) -> Markup:
        """What follows all findings of a sentence."""
