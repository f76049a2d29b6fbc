"""What someone types, as a question that SQLite's full-text search understands and never refuses."""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUOTED = re.compile(r"[\"“”„]([^\"“”„]*)[\"“”„]")
_WORD = re.compile(r"\w+")

COMMON = frozenset(
    {
        *("a", "an", "and", "are", "as", "at", "be", "been", "by", "for", "from", "has", "have", "in", "is"),
        *("it", "its", "not", "of", "on", "or", "that", "the", "their", "there", "these", "they", "this"),
        *("to", "was", "were", "which", "who", "with"),
    }
)
"""Words that nearly every sentence has: they rank nothing and cost most of the time."""


@dataclass(frozen=True, slots=True)
class Query:
    """Words to look for.

    Attributes
    ----------
    words
        Any of them; the more and the rarer of them a sentence has, the higher it ranks.
    phrases
        Words that stood in quotation marks: each has to be there, in its order.
    """

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def parse(cls, text: str) -> Query:
        """Read what was typed. Signs that mean something to SQLite mean nothing here.

        Examples
        --------
        >>> Query.parse('supervision "life story" work*').match()
        '"life story" AND ("supervision" OR "work" OR "life story")'
        """
        phrases = [tuple(_WORD.findall(quoted)) for quoted in _QUOTED.findall(text)]
        words = dict.fromkeys(word.lower() for word in _WORD.findall(_QUOTED.sub(" ", text)))
        telling = [word for word in words if word not in COMMON]
        return cls(tuple(telling or words), tuple(phrase for phrase in phrases if phrase))

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)

    def match(self) -> str:
        """The question for ``MATCH``."""
        phrases = [f'"{" ".join(phrase)}"' for phrase in self.phrases]
        any_of = " OR ".join([*(f'"{word}"' for word in self.words), *phrases])
        return " AND ".join([*phrases, f"({any_of})"])
