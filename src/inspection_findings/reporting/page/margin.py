"""What a server puts beside the text of a report."""

from __future__ import annotations

from typing import Protocol

from markupsafe import Markup

from inspection_findings.labels import Finding
from inspection_findings.reporting.page.view import Line


class Margin(Protocol):
    """Notes of a server's own."""

    @property
    def intro(self) -> Markup:
        """What is said once, above the text."""

    @property
    def keys(self) -> Markup:
        """Entries for the list of keys: with them n and p do not move from finding to finding."""

    def of_finding(self, line: Line, finding: Finding) -> Markup:
        """What follows a finding."""

    def of_sentence(self, line: Line) -> Markup:
        """What follows all findings of a sentence."""
