"""Text that a spreadsheet would take for a formula: how it is told, and how a cell of CSV is made safe.

Whoever writes a report writes what lands in a cell. A formula there could send the sheet's contents elsewhere
when someone opens the file.
"""

from __future__ import annotations

import re

# Some programs pass over blanks in front, and take the full-width forms of the signs for the signs.
_FORMULA = re.compile(r"[\s\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")


def is_like_formula(text: str) -> bool:
    """Whether some spreadsheet may take a cell with this text for a formula."""
    return _FORMULA.match(text) is not None


def defused(text: str) -> str:
    """The text for a cell of CSV: with an apostrophe in front where it is like a formula."""
    return f"'{text}" if is_like_formula(text) else text
