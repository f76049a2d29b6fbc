"""Agreement of two passes over the same sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from inspection_findings.corpus.rows import LabelNames, read_rows
from inspection_findings.exceptions import CorpusError


class TwicePassed(BaseModel):
    """Labels of one sentence by two passes, before any adjudication."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(min_length=1)]
    first: LabelNames
    second: LabelNames


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two passes agree.

    Attributes
    ----------
    sentences
        Labelled twice.
    pair_f1
        Micro-F1 of the (domain, polarity) pairs of one pass against the other's; it is symmetric, and the
        measure that Hripcsak and Rothschild (2005, "Agreement, the F-measure, and reliability in information
        retrieval") recommend where what has no label is not counted.
    exact
        Share of sentences with the same set of labels.
    polarity
        Of the domains that both passes give to a sentence, the share with the same polarity or polarities.
    """

    sentences: int
    pair_f1: float
    exact: float
    polarity: float


def read_passes(path: Path) -> list[TwicePassed]:
    """Read two passes from JSON Lines.

    Raises
    ------
    CorpusError
        If the file is missing or a line is malformed; the message gives its number.
    """
    return [each for _, each in read_rows(path, TwicePassed, "two passes of labels")]


def measure_agreement(passes: Sequence[TwicePassed]) -> Agreement:
    """Compare two passes.

    Raises
    ------
    CorpusError
        If there is nothing to compare.
    """
    if not passes:
        raise CorpusError("no sentence was labelled twice")
    pairs = [(set(each.first), set(each.second)) for each in passes]
    given = sum(len(first) + len(second) for first, second in pairs)
    shared = [
        (_of(first, domain), _of(second, domain))
        for first, second in pairs
        for domain in _domains(first) & _domains(second)
    ]
    return Agreement(
        sentences=len(pairs),
        pair_f1=2 * sum(len(first & second) for first, second in pairs) / given if given else 1.0,
        exact=sum(first == second for first, second in pairs) / len(pairs),
        polarity=sum(first == second for first, second in shared) / len(shared) if shared else 1.0,
    )


def _domains(labels: set[str]) -> set[str]:
    return {label.partition(":")[0] for label in labels}


def _of(labels: set[str], domain: str) -> set[str]:
    return {label for label in labels if label.partition(":")[0] == domain}
