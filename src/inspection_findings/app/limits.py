"""How much the app takes in at once."""

from __future__ import annotations

from dataclasses import dataclass

_MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds, with room for the largest letters that there are.

    Attributes
    ----------
    file
        Bytes of one letter.
    request
        Bytes of one request: several letters where a browser sends them together.
    waiting
        Bytes of all letters that wait to be read, which are held in memory.
    letters
        How many may wait.
    seconds
        For reading one letter.
    memory
        Bytes of address space for reading one letter, where the system can hold a process to it.
    """

    file: int = 50 * _MEBIBYTE
    request: int = 200 * _MEBIBYTE
    waiting: int = 400 * _MEBIBYTE
    letters: int = 1_000
    seconds: float = 120.0
    memory: int = 4_096 * _MEBIBYTE

    @property
    def file_in_words(self) -> str:
        """The largest letter, as people say it."""
        return f"{self.file // _MEBIBYTE} MB" if self.file >= _MEBIBYTE else f"{self.file} bytes"
