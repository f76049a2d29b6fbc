"""Cutting passages into what the transformer reads at once, and where each sentence stands in it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minilm.exchange import Row

LONGEST = 320
"""Tokens of a piece, beside its section."""
REACH = 2
"""Sentences before that count as context of a frozen embedding."""
BATCH_CHARACTERS = 20_000


@dataclass(frozen=True)
class Piece:
    """Sentences that are read together.

    Attributes
    ----------
    rows
        Numbers of the sentences, in order.
    context
        How many of the first are only read, since they belong to the piece before.
    """

    rows: tuple[int, ...]
    context: int = 0


@dataclass(frozen=True)
class Sequenced:
    """A piece as token numbers.

    Attributes
    ----------
    tokens
        Whole, with the special ones.
    spans
        Number of each sentence that is classified, and the half-open range of its tokens.
    """

    tokens: list[int]
    spans: list[tuple[int, int, int]]


@dataclass(frozen=True)
class Marks:
    """Tokens that stand around sentences.

    Attributes
    ----------
    start, end, unknown
        Special tokens; the last stands for a sentence without any.
    bullet
        Before a passage that begins with a bullet.
    sections
        Heading of each section.
    """

    start: int
    end: int
    unknown: int
    bullet: list[int]
    sections: dict[str, list[int]]


def pieces(rows: Sequence[Row], sizes: Sequence[int], longest: int = LONGEST) -> list[Piece]:
    """Cut every passage into pieces of at most ``longest`` tokens.

    A piece that continues a passage begins with the sentence before it, to be read as context. A sentence
    that is longer by itself stands alone.

    Parameters
    ----------
    rows
        Sentences of a passage next to each other.
    sizes
        Tokens of each sentence.
    """
    found: list[Piece] = []
    for start, end in _bounds(rows):
        current: list[int] = []
        context = used = 0
        for row in range(start, end):
            if current and used + sizes[row] > longest:
                found.append(Piece(tuple(current), context))
                current, context, used = current[-1:], 1, sizes[current[-1]]
            current.append(row)
            used += sizes[row]
        found.append(Piece(tuple(current), context))
    return found


def _bounds(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    start = 0
    for i in range(1, len(rows) + 1):
        if i == len(rows) or rows[i].passage != rows[start].passage:
            yield start, i
            start = i


def sequence(
    piece: Piece, rows: Sequence[Row], tokens: Sequence[list[int]], marks: Marks, *, show_section: bool = True
) -> Sequenced:
    """Lay a piece out: its section, a mark where it begins with a bullet, then its sentences."""
    first = rows[piece.rows[0]]
    laid = [marks.start]
    if show_section and first.section:
        laid += marks.sections[first.section]
    laid.append(marks.end)
    if first.bullet:
        laid += marks.bullet
    spans = []
    for place, row in enumerate(piece.rows):
        begin = len(laid)
        laid += tokens[row] or [marks.unknown]
        if place >= piece.context:
            spans.append((row, begin, len(laid)))
    return Sequenced([*laid, marks.end], spans)


def batches(
    sequences: Sequence[Sequenced], budget: int, generator: random.Random | None = None, mixed: int = 600
) -> list[list[int]]:
    """Group sequences of about the same length, so that little is padded.

    Parameters
    ----------
    sequences
        That are read.
    budget
        Tokens of a batch at most, padding included; a longer sequence has a batch of its own.
    generator
        Shuffles sequences, and the batches; without it they come by length.
    mixed
        How many shuffled sequences are sorted by length at a time.
    """
    order = list(range(len(sequences)))
    if generator is not None:
        generator.shuffle(order)
    size = mixed if generator is not None else max(len(order), 1)
    found: list[list[int]] = []
    for begin in range(0, len(order), size):
        current: list[int] = []
        for i in sorted(order[begin : begin + size], key=lambda i: len(sequences[i].tokens)):
            # The newest is the longest: all others are padded to it.
            if current and len(sequences[i].tokens) * (len(current) + 1) > budget:
                found.append(current)
                current = []
            current.append(i)
        found.append(current)
    if generator is not None:
        generator.shuffle(found)
    return found


def context_texts(rows: Sequence[Row], reach: int = REACH) -> list[str]:
    """Section and previous sentences of each; nothing where there is neither."""
    texts = []
    for i, row in enumerate(rows):
        before = [other.text for other in rows[max(0, i - reach) : i] if other.passage == row.passage]
        texts.append(" ".join([f"{row.section.replace('_', ' ')}:" if row.section else "", *before]).strip())
    return texts


def chunked(texts: Sequence[str], budget: int = BATCH_CHARACTERS) -> list[list[str]]:
    """Batches of texts that are ordered by length, of at most ``budget`` characters with padding."""
    found: list[list[str]] = [[]]
    for text in texts:
        if found[-1] and len(text) * (len(found[-1]) + 1) > budget:
            found.append([])
        found[-1].append(text)
    return found


def first_passages(rows: Sequence[Row], count: int) -> list[Row]:
    """Sentences of the first passages: enough to see whether all runs."""
    wanted = set(list(dict.fromkeys(row.passage for row in rows))[:count])
    return [row for row in rows if row.passage in wanted]
