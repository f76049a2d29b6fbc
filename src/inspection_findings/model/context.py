"""The context that a sentence is read in: its passage, the sentences before it, its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from inspection_findings.documents.types import Sentence
from inspection_findings.labels import SectionCode
from inspection_findings.model.text import SENTENCE_BREAK

Integers = NDArray[np.int64]

_SECTIONS = tuple(SectionCode)

PLACES: tuple[str, ...] = (*(f"section={code}" for code in _SECTIONS), "section=none", "bullet", "first")
"""Names of the columns of `place_matrix`."""

_NO_SECTION = len(_SECTIONS)
_SECTION_COLUMN: dict[SectionCode | None, int] = {code: i for i, code in enumerate(_SECTIONS)}


def passage_bounds(sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    """Half-open ranges of consecutive sentences that share a passage; ``None`` stands alone."""
    passages = [sentence.passage for sentence in sentences]
    changes = enumerate(pairwise(passages), start=1)
    starts = [i for i, (before, here) in changes if here is None or here != before]
    edges = [0, *starts, len(passages)]
    return list(pairwise(edges)) if passages else []


@dataclass(frozen=True, slots=True)
class ContextTexts:
    """Texts of the fields that are read beside each sentence, all of length n.

    Attributes
    ----------
    text
        The sentence itself.
    previous
        Up to ``reach`` sentences before it in its passage.
    passage
        The whole passage, the sentence included.
    """

    text: list[str]
    previous: list[str]
    passage: list[str]


def context_texts(sentences: Sequence[Sentence], *, reach: int) -> ContextTexts:
    """Collect the text fields of every sentence.

    Parameters
    ----------
    sentences
        Sentences in reading order, those of a passage next to each other.
    reach
        How many sentences before each count as its previous ones.
    """
    # A line break inside a sentence would read as a sentence boundary of the context.
    text = [sentence.text.replace(SENTENCE_BREAK, " ") for sentence in sentences]
    previous: list[str] = []
    passage: list[str] = []
    for start, end in passage_bounds(sentences):
        whole = SENTENCE_BREAK.join(text[start:end])
        for i in range(start, end):
            previous.append(SENTENCE_BREAK.join(text[max(start, i - reach) : i]))
            passage.append(whole)
    return ContextTexts(text, previous, passage)


def reads(source: str, bounds: Sequence[tuple[int, int]], *, reach: int) -> tuple[Integers, Integers]:
    """Which sentences each text of a field consists of, as half-open ranges; texts as in `ContextTexts`.

    Parameters
    ----------
    source
        Which of the fields of `ContextTexts`. Of ``passage`` there is one text a passage, not one a sentence.
    bounds
        Passages as given by `passage_bounds`.
    reach
        How many sentences before each count as its previous ones.
    """
    starts, ends = np.array(bounds, dtype=np.int64).reshape(-1, 2).T
    if source == "passage":
        return starts, ends
    rows = np.arange(ends[-1] if len(ends) else 0)
    if source == "previous":
        return np.maximum(rows - reach, np.repeat(starts, ends - starts)), rows
    return rows, rows + 1


def place_matrix(
    sentences: Sequence[Sentence], bounds: Sequence[tuple[int, int]] | None = None
) -> NDArray[np.float64]:
    """Section one-hot, bullet flag and first-in-passage flag: shape (n, len(PLACES)), 0 or 1.

    Parameters
    ----------
    sentences
        Sentences in reading order.
    bounds
        Their `passage_bounds`, where these are known already.
    """
    places = np.zeros((len(sentences), len(PLACES)))
    columns = [_SECTION_COLUMN.get(sentence.section, _NO_SECTION) for sentence in sentences]
    places[np.arange(len(sentences)), columns] = 1.0
    places[:, -2] = [sentence.bullet for sentence in sentences]
    places[[start for start, _ in bounds or passage_bounds(sentences)], -1] = 1.0
    return places
