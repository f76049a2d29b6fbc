"""The words that a document writes, told without listing them all where only a few are asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_lowercase

# What PDFium writes for a hyphen at the end of a line, and a soft hyphen.
BREAK_MARKS = "\ufffe\x02\xad"

# Halves of broken words are no evidence of how a word is written: a word next to a break does not count.
_BREAK = "\x00"
_BREAKS = ("-\r\n", "- \r\n", "-\n", "- \n", *BREAK_MARKS)
_WHOLE = re.compile(r"(?<![a-z\x00-])[a-z]+(?:[-‑][a-z]+)*(?![a-z\x00])")
_LETTERS = frozenset(ascii_lowercase)
_NOT_BEFORE = _LETTERS | {_BREAK, "-"}
_NOT_AFTER = _LETTERS | {_BREAK}
_HYPHENS = frozenset("-‑")
# So many words are looked for one by one before all are listed.
_FEW = 60
# And so many places are looked at for one.
_MANY = 500


class Vocabulary:
    """The words of a text, in lower case, that no line break touches.

    Parameters
    ----------
    texts
        The text, in parts such as pages.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._plain: str | None = None
        self._listed: frozenset[str] | None = None
        self._asked = 0

    def __contains__(self, word: str) -> bool:
        if self._listed is None:
            self._asked += 1
            found = self._look_for(word) if self._asked <= _FEW and _WHOLE.fullmatch(word) else None
            if found is not None:
                return found
            self._listed = self._list()
        return word in self._listed

    def _text(self) -> str:
        if self._plain is None:
            # Parted so that the end of one part and the start of the next make no word and no break.
            text = "\f".join(self._texts)
            for each in _BREAKS:
                text = text.replace(each, _BREAK)
            self._plain = text.lower()
        return self._plain

    def _look_for(self, word: str) -> bool | None:
        """Whether a word is there; ``None`` where it takes more to tell: it may be part of a compound."""
        text = self._text()
        doubtful = False
        at = -1
        for _ in range(_MANY):
            at = text.find(word, at + 1)
            if at < 0:
                return None if doubtful else False
            end = at + len(word)
            before, after = text[at - 1 : at], text[end : end + 1]
            if before not in _NOT_BEFORE and after not in _NOT_AFTER:
                if before not in _HYPHENS and not (after in _HYPHENS and text[end + 1 : end + 2] in _LETTERS):
                    return True
                doubtful = True
        return None

    def _list(self) -> frozenset[str]:
        # Most words recur: what stands between blanks is looked at once.
        return frozenset(_WHOLE.findall(" ".join(set(self._text().split()))))
