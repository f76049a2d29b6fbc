"""How a text ends: whether a sentence is finished there, or something must follow."""

from __future__ import annotations

import re

_CLOSED = re.compile(r"[.?!:;][’”'\")\]]*(?:\s*\([^()]{1,40}\))?$")
_STOPPED = re.compile(r"[.?!][’”'\")\]]*(?:\s*\([^()]{1,40}\))?$")
# What finished text ends with: one look at it mostly decides.
_LAST = frozenset(".?!:;’”'\")]")
_OPEN_WORDS = "and|or|of|the|to|for|in|a|an|with|on|by|at|from|that"
_OPEN_ENDS = tuple(_OPEN_WORDS.split("|"))
_OPEN = re.compile(rf"\b(?:{_OPEN_WORDS})$")
# All that the patterns look at is in the last characters.
_TAIL = 60


def is_closed(text: str) -> bool:
    """Whether a text ends with a full stop, a colon or the like; quotes and an aside may follow it."""
    return text[-1:] in _LAST and _CLOSED.search(text, max(0, len(text) - _TAIL)) is not None


def is_stopped(text: str) -> bool:
    """Whether a text ends as sentences do: like `is_closed`, without colons and semicolons."""
    return text[-1:] in _LAST and _STOPPED.search(text, max(0, len(text) - _TAIL)) is not None


def is_unfinished(text: str) -> bool:
    """Whether a text ends in the middle of a sentence: with a comma or a small word."""
    if text.endswith(","):
        return True
    return text.endswith(_OPEN_ENDS) and _OPEN.search(text, max(0, len(text) - _TAIL)) is not None
