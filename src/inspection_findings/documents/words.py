"""Join words that were broken over two lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from inspection_findings.documents.vocabulary import BREAK_MARKS, Vocabulary

_BROKEN = re.compile(rf"([A-Za-z]*)[{BREAK_MARKS}]\s*([A-Za-z]*(?:-[A-Za-z]+)*)")
_LAST_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*$")
_LONGEST_WORD = 80
_FIRST_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_HANGING = frozenset({"and", "or", "to"})
# Left halves of compounds that English writes with a hyphen.
_COMPOUNDING = frozenset(
    [
        "all",
        "anti",
        "child",
        "cross",
        "decision",
        "ex",
        "face",
        "foster",
        "full",
        "half",
        "hard",
        "high",
        "ill",
        "in",
        "inter",
        "key",
        "large",
        "life",
        "lone",
        "long",
        "low",
        "mid",
        "multi",
        "near",
        "non",
        "off",
        "on",
        "one",
        "out",
        "over",
        "part",
        "post",
        "pre",
        "re",
        "self",
        "semi",
        "short",
        "single",
        "six",
        "small",
        "social",
        "step",
        "sub",
        "third",
        "two",
        "under",
        "up",
        "well",
        "year",
    ]
)


class Joiner:
    """Decides whether a hyphen at the end of a line belongs to the word.

    Parameters
    ----------
    texts
        The document's text, whose own words decide: ``decision-making`` elsewhere keeps the hyphen,
        ``information`` elsewhere takes it away.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._words = Vocabulary(texts)

    def mend(self, text: str) -> str:
        """Replace marks of broken words inside a line."""
        return _BROKEN.sub(lambda m: self.join(m[1], m[2]), text)

    def join(self, left: str, right: str) -> str:
        """One word of two halves."""
        if not left or not right:
            return f"{left}-{right}"
        words = self._words
        low_left, low_right = left.lower(), right.lower()
        first = low_right.partition("-")[0]
        hyphened, solid = f"{low_left}-{low_right}", low_left + low_right
        if hyphened in words:
            return f"{left}-{right}"
        if solid in words or (first != low_right and low_left + first in words):
            return left + right
        if right[0].isupper() or low_left in _COMPOUNDING or (low_left in words and first in words):
            return f"{left}-{right}"
        return left + right

    def append(self, before: str, after: str) -> str:
        """Two consecutive lines as one text."""
        if before[-1] not in "-‐‑" or len(before) < 2 or before[-2] == " ":
            return f"{before} {after}"
        end = len(before) - 1
        left = _LAST_WORD.search(before, max(0, end - _LONGEST_WORD), end)
        right = _FIRST_WORD.match(after)
        if right is not None and right[0].lower() in _HANGING:
            return f"{before} {after}"
        if left is None or right is None:
            return before + after
        return before[: left.start()] + self.join(left[0], right[0]) + after[right.end() :]
