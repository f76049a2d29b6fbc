"""How much the app takes in at once."""

from __future__ import annotations

from dataclasses import dataclass

from inspection_findings.documents.limits import USUAL
from inspection_findings.documents.limits import Limits as DocumentLimits

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds, with room for the largest letters that there are.

    Attributes
    ----------
    letter
        What one letter may cost.
    request
        Bytes of one request: several letters where a browser sends them together.
    waiting
        Bytes of all letters that wait to be read, which are held in memory.
    letters
        How many may wait.
    """

    letter: DocumentLimits = USUAL
    request: int = 200 * _MEGABYTE
    waiting: int = 400 * _MEGABYTE
    letters: int = 1_000

    @property
    def largest(self) -> str:
        """The largest letter, as people say it."""
        size = self.letter.bytes
        return f"{size // _MEGABYTE} MB" if size >= _MEGABYTE else f"{size} bytes"
