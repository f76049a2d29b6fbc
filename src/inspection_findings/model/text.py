"""Text analysis shared by training and scoring: normalisation, tokens and n-grams.

One implementation serves scikit-learn's vectorizers and the compact scorer, so the two cannot drift apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from inspection_findings.model.compounds import COMPOUNDS
from inspection_findings.model.spelling import spelt

Integers = NDArray[np.int64]

SENTENCE_BREAK = "\n"
"""Separates sentences within a context field; n-grams never cross it."""

_TRANSLATION = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "\n": " ", "\xad": None})
_POSSESSIVE = re.compile(r"'s\b")
_NUMBER = re.compile(r"\d+(?:(?:st|nd|rd|th)\b)?")
_NO_WORDS = re.compile(r"\b(co|de|dis|mis|over|pro|re|un|under)-(?=[^\W\d_])")
"""What is a part of a word, hyphen or not; after any other, a hyphen stands between two words."""
_MONTH = "january"
"""Token of all months."""
_MONTHS = frozenset(
    {"january", "february", "april", "june", "july", "august"}
    | {"september", "october", "november", "december"}
)
"""Those that are nothing else, however they are written."""
_MONTHS_AS_WRITTEN = frozenset(
    {month.capitalize() for month in _MONTHS}
    | {"March", "May", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec"}
)
_TOKEN = re.compile(r"\w+")
_PIECES_KEPT = 65_536
_LONGEST_KEPT = 64
_AS_WRITTEN = re.compile(r"\w+(?:(?:['’‘ʼ][sS])?[-‐‑\xad]\w+)*(?:['’‘ʼ][sS]\b)?")
_PART = re.compile(r"[^-‐‑]+")
_ENDS = ".,;:()"
"""What often stands before or after a word and is no part of any token."""
_BETWEEN_BLANKS = re.compile(r"\S+")


def normalise(text: str) -> str:
    """Fold what carries no judgement: case, quote and hyphen glyphs, possessives, digits.

    Hyphens between words become blanks: they are written with one, without and as one word, and extraction
    from PDF loses them unpredictably. Every number, ordinals too, becomes ``0``.
    """
    folded = text.lower().translate(_TRANSLATION)
    folded = _POSSESSIVE.sub("", folded)
    folded = _NO_WORDS.sub(r"\1", folded).replace("-", " ")
    return _NUMBER.sub("0", folded)


def tokens_of_piece(piece: str) -> tuple[str, ...]:
    """Tokens of what stands between blanks.

    Nothing that is folded reaches across white space, so a text's tokens are those of its pieces. Folded
    are, beside what `normalise` does, the names of months, spellings and compounds written as one word.
    """
    plain = piece.strip(_ENDS)
    if plain in _MONTHS_AS_WRITTEN:
        return (_MONTH,)
    if plain.isascii() and plain.isalpha():
        # Most pieces.
        return _folded(plain.lower())
    return tuple(chain.from_iterable(map(_folded, _TOKEN.findall(normalise(piece)))))


def _folded(word: str) -> tuple[str, ...]:
    """What counts as the same as a word in lower case, one word or several."""
    if word in _MONTHS:
        return (_MONTH,)
    word = spelt(word)
    return COMPOUNDS.get(word) or (word,)


class _Pieces(dict[str, tuple[str, ...]]):
    """Tokens of pieces, kept for when they come again."""

    def __missing__(self, piece: str) -> tuple[str, ...]:
        tokens = tokens_of_piece(piece)
        if len(piece) <= _LONGEST_KEPT:
            if len(self) >= _PIECES_KEPT:
                self.clear()
            self[piece] = tokens
        return tokens


_PIECES = _Pieces()


def tokenise(text: str) -> list[str]:
    """Split one sentence into normalised word tokens."""
    return [token for piece in text.split() for token in _PIECES[piece]]


def token_spans(text: str) -> list[tuple[int, int]]:
    """Where each token of `tokenise` stands in the text as it is written.

    Returns
    -------
    list of half-open ranges, one a token
        A possessive ending belongs to its word. Words that are written as one have the range of that. Where
        a token cannot be told from what is joined to it, its range is that of all that stands between blanks.

    Examples
    --------
    >>> text = "The council’s decision-making"
    >>> [text[start:end] for start, end in token_spans(text)]
    ['The', 'council’s', 'decision', 'making']
    """
    pieces = [piece.span() for piece in _AS_WRITTEN.finditer(text)]
    tokens = [tokenise(text[start:end]) for start, end in pieces]
    if list(chain.from_iterable(tokens)) != tokenise(text):
        pieces = [piece.span() for piece in _BETWEEN_BLANKS.finditer(text)]
        return [(start, end) for start, end in pieces for _ in tokenise(text[start:end])]
    return [span for piece, own in zip(pieces, tokens, strict=True) for span in _spans(text, *piece, own)]


def _spans(text: str, start: int, end: int, tokens: list[str]) -> list[tuple[int, int]]:
    """Where the tokens of a word stand, or of several with hyphens between them."""
    parts = [(start + part.start(), start + part.end()) for part in _PART.finditer(text[start:end])]
    if [tokenise(text[first:last]) for first, last in parts] == [[token] for token in tokens]:
        return parts
    return [(start, end)] * len(tokens)


def _lines(text: str) -> Iterator[list[str]]:
    for line in text.split(SENTENCE_BREAK):
        yield tokenise(line)


def joined(tokens: Sequence[str], n: int) -> Sequence[str]:
    """All n tokens that follow on each other, in order, as one text each."""
    if n == 1:
        return tokens
    if n == 2:
        return [f"{first} {second}" for first, second in pairwise(tokens)]
    return [" ".join(tokens[i : i + n]) for i in range(len(tokens) - n + 1)]


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
        sizes = range(self.low, self.high + 1)
        return [gram for tokens in _lines(text) for n in sizes for gram in joined(tokens, n)]

    def spans(self, text: str) -> tuple[Integers, Integers]:
        """Number of the first token of each n-gram, from 0 over the whole text, and how many it has."""
        firsts, counts, before = [], [], 0
        for size in (len(tokens) for tokens in _lines(text)):
            for n in range(self.low, self.high + 1):
                firsts.append(np.arange(before, before + max(size - n + 1, 0)))
                counts.append(np.full(len(firsts[-1]), n))
            before += size
        return np.concatenate(firsts), np.concatenate(counts)


@lru_cache(maxsize=65536)
def _characters(word: str, low: int, high: int) -> tuple[str, ...]:
    """Character n-grams of one word, repeats included."""
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

    def spans(self, text: str) -> tuple[Integers, Integers]:
        """Number of the token that each n-gram lies in, from 0 over the whole text, and 1."""
        low, high = self.low, self.high
        sizes = [len(_characters(word, low, high)) for tokens in _lines(text) for word in tokens]
        firsts = np.repeat(np.arange(len(sizes)), sizes)
        return firsts, np.ones_like(firsts)


Analyzer = WordNgrams | CharNgrams
