"""Text analysis shared by training and scoring: normalisation, tokens and n-grams.

One implementation serves scikit-learn's vectorizers and the compact scorer, so the two cannot drift apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

SENTENCE_BREAK = "\n"
"""Separates sentences within a context field; n-grams never cross it."""

_TRANSLATION = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "\n": " ", "\xad": None})
_POSSESSIVE = re.compile(r"'s\b")
_DIGITS = re.compile(r"\d+")
_INNER_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
_TOKEN = re.compile(r"\w+")


def normalise(text: str) -> str:
    """Fold what carries no judgement: case, quote and hyphen glyphs, possessives, digits.

    Hyphens inside words are dropped ("decision-making" equals "decisionmaking"), because extraction
    from PDF loses them unpredictably. Every number becomes ``0``.
    """
    folded = text.lower().translate(_TRANSLATION)
    folded = _POSSESSIVE.sub("", folded)
    folded = _INNER_HYPHEN.sub("", folded)
    return _DIGITS.sub("0", folded)


def tokenise(text: str) -> list[str]:
    """Split one sentence into normalised word tokens."""
    return _TOKEN.findall(normalise(text))


def _lines(text: str) -> Iterator[list[str]]:
    for line in text.split(SENTENCE_BREAK):
        yield tokenise(line)


@dataclass(frozen=True)
class WordNgrams:
    """Callable analyzer: word n-grams of ``low`` to ``high`` tokens, within sentences.

    Examples
    --------
    >>> WordNgrams(1, 2)("Visits are timely")
    ['visits', 'are', 'timely', 'visits are', 'are timely']
    """

    low: int = 1
    high: int = 2

    def __call__(self, text: str) -> list[str]:
        """Return the n-grams of a text, repeats included."""
        grams: list[str] = []
        for tokens in _lines(text):
            for n in range(self.low, self.high + 1):
                if n == 1:
                    grams.extend(tokens)
                else:
                    grams.extend(" ".join(tokens[i : i + n]) for i in range(len(tokens) - n + 1))
        return grams


@lru_cache(maxsize=65536)
def _characters(word: str, low: int, high: int) -> tuple[str, ...]:
    padded = f" {word} "
    size = len(padded)
    grams = [padded[i : i + n] for n in range(low, min(high, size) + 1) for i in range(size - n + 1)]
    # As in scikit-learn's char_wb, a word shorter than n counts once, whole.
    return tuple(grams) if size >= low else (padded,)


@dataclass(frozen=True)
class CharNgrams:
    """Callable analyzer: character n-grams inside words, each padded with a blank on both sides.

    Examples
    --------
    >>> CharNgrams(3, 3)("IROs")
    [' ir', 'iro', 'ros', 'os ']
    """

    low: int = 3
    high: int = 5

    def __call__(self, text: str) -> list[str]:
        """Return the n-grams of a text, repeats included."""
        low, high = self.low, self.high
        return [gram for tokens in _lines(text) for word in tokens for gram in _characters(word, low, high)]


Analyzer = WordNgrams | CharNgrams
