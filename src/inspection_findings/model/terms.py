"""The n-grams of a vocabulary, kept as one text: hundreds of thousands of strings take long to make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]

_BREAK = "\n"


@dataclass(frozen=True)
class Terms:
    """n-grams in the order of their columns.

    Attributes
    ----------
    text
        The n-grams with a line break between them; no n-gram has one itself.

    Examples
    --------
    >>> terms = Terms.of(["visits are", "late"])
    >>> len(terms), list(terms)
    (2, ['visits are', 'late'])
    """

    text: str

    @classmethod
    def of(cls, terms: Iterable[str]) -> Terms:
        """Join n-grams; none of them may be empty."""
        return cls(_BREAK.join(terms))

    def __len__(self) -> int:
        """How many n-grams there are."""
        return self.text.count(_BREAK) + 1 if self.text else 0

    def __iter__(self) -> Iterator[str]:
        """Take them out one by one."""
        return iter(self.text.split(_BREAK) if self.text else ())

    def parts(self, size: int = 100_000) -> Iterator[Terms]:
        """Cut between n-grams, into texts that are not much longer than a size."""
        start = 0
        while start < len(self.text):
            end = self.text.find(_BREAK, start + size)
            end = len(self.text) if end < 0 else end
            yield Terms(self.text[start:end])
            start = end + 1

    def words(self) -> tuple[list[str], Integers]:
        """All words, one n-gram after the other, and how many each n-gram has."""
        if not self.text:
            return [], np.zeros(0, dtype=np.int64)
        # Neither mark is part of a longer character in UTF-8.
        marks = np.frombuffer(self.text.encode("utf-8", "surrogatepass"), dtype=np.uint8)
        marks = marks[(marks == ord(" ")) | (marks == ord(_BREAK))]
        ends = np.append(np.flatnonzero(marks == ord(_BREAK)) + 1, len(marks) + 1)
        return self.text.replace(_BREAK, " ").split(" "), np.diff(ends, prepend=0)

    def characters(self) -> tuple[Integers, Integers]:
        """Code points, one n-gram after the other, and how many each n-gram has."""
        if not self.text:
            return (np.zeros(0, dtype=np.int64),) * 2
        codes = code_points(self.text)
        breaks = codes == ord(_BREAK)
        ends = np.append(np.flatnonzero(breaks), len(codes))
        return codes[~breaks], np.diff(ends, prepend=-1) - 1


def code_points(text: str) -> Integers:
    """Code points of a text's characters, half a surrogate pair counting as one."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
