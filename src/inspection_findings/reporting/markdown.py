"""Tables of Markdown whose cells may hold anything."""

from __future__ import annotations

import re
from collections.abc import Sequence

from inspection_findings.reporting.wording import plain

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#])")


def cell(text: str) -> str:
    """Text on one line, shown as it is: nothing in it is read as markup."""
    return _SPECIAL.sub(r"\\\1", plain(text))


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; the first column to the left, the others to the right.

    Parameters
    ----------
    head
        Names of the columns.
    rows
        Cells, as Markdown.
    """
    marks = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(each)} |" for each in (head, marks, *rows))
