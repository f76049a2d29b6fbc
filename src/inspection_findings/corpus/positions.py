"""Places in a text that survive changes of white space, punctuation and hyphenation.

A place is an offset into the *stream* of a text: its letters and digits alone, in lower case. Two readings
of the same document differ in line breaks, hyphens and spaces; hardly ever in the stream. Stand-off
annotation by offsets into primary data is the practice of ISO 24612 (Linguistic annotation framework); the
fingerprint beside the offset tells whether the text there is still the one that was labelled.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FINGERPRINT_DIGITS = 16


@dataclass(frozen=True)
class Stream:
    """The letters and digits of a text.

    Attributes
    ----------
    text
        The stream itself.
    offsets
        Of each of its characters in the text that it was made of; shape ``(len(text),)``.
    """

    text: str
    offsets: NDArray[np.int64]

    @classmethod
    def of(cls, text: str) -> Stream:
        """Make the stream of a text."""
        codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
        kinds, which = np.unique(codes, return_inverse=True)
        kept = np.array([chr(kind).isalnum() for kind in kinds], dtype=bool)
        # One character for one: a few capitals have two in lower case, and positions must not shift.
        lower = np.array([ord(chr(kind).lower()[0]) for kind in kinds], dtype="<u4")
        offsets = np.flatnonzero(kept[which]) if len(codes) else np.zeros(0, dtype=np.int64)
        return cls(lower[which[offsets]].tobytes().decode("utf-32-le"), offsets)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Position and length in the stream of a half-open range of the text."""
        first, last = np.searchsorted(self.offsets, [start, end])
        return int(first), int(last - first)

    def range(self, position: int, length: int) -> tuple[int, int]:
        """Half-open range in the text of a position and length in the stream.

        Raises
        ------
        IndexError
            If they do not lie within the stream.
        """
        if position < 0 or length < 1 or position + length > len(self.text):
            raise IndexError(f"{position}+{length} is outside a stream of {len(self.text)} characters")
        return int(self.offsets[position]), int(self.offsets[position + length - 1]) + 1

    def fingerprint(self, position: int, length: int) -> str:
        """Fingerprint of a part of the stream."""
        return fingerprint_of(self.text[position : position + length])

    def find(self, position: int, length: int, fingerprint: str) -> int | None:
        """Where the part with a fingerprint is: at ``position`` if it is there, else nearest to it.

        Parameters
        ----------
        position
            Where it was when the label was made.
        length
            Of the part, in characters of the stream.
        fingerprint
            As `fingerprint_of` made it.

        Returns
        -------
        int or None
            Position, ``None`` where no part of that length has the fingerprint.
        """
        last = len(self.text) - length
        if length < 1 or last < 0:
            return None
        start = min(max(position, 0), last)
        for distance in range(max(start, last - start) + 1):
            for place in {start - distance, start + distance}:
                if 0 <= place <= last and self.fingerprint(place, length) == fingerprint:
                    return place
        return None


def stream_text(text: str) -> str:
    """Letters and digits of a text, in lower case."""
    return Stream.of(text).text


def fingerprint_of(stream: str) -> str:
    """First 16 hexadecimal digits of the SHA-256 of a part of a stream.

    Parameters
    ----------
    stream
        Letters and digits in lower case, as `stream_text` gives them.
    """
    return hashlib.sha256(stream.encode()).hexdigest()[:FINGERPRINT_DIGITS]
