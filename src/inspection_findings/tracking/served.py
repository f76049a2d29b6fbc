"""The model as MLflow serves it: a table of sentences in, a table of their findings and scores out.

MLflow loads this module by its name, from the copy of the package that a logged model holds; it needs nothing
of what training needs. Columns in:

``text``
    The sentence.
``section``
    Code of its section, as in JSON Lines input; unknown codes count as none.
``bullet``
    Whether it belongs to a bullet point.
``previous``
    What stands before it in its passage: one string, which is cut into sentences, or a list of sentences.

All but ``text`` may be left out, or empty in some rows. Rows do not know of each other. Columns out are
``findings`` and ``scores`` as `findings classify` writes them (see `inspection_findings.reporting.records`):
what it says of the last line of a passage, those before it being the previous sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from inspection_findings.documents.sentences import spans
from inspection_findings.documents.types import Sentence
from inspection_findings.exceptions import InputLineError
from inspection_findings.labels import SectionCode
from inspection_findings.model.scorer import load_model
from inspection_findings.reporting.records import line_record, rounded

if TYPE_CHECKING:
    from inspection_findings.model.scorer import Scorer

COLUMNS = ("text", "section", "bullet", "previous")


def _load_pyfunc(path: str) -> ServedModel:
    """Load a compact model's folder; MLflow calls this by name."""
    return ServedModel(load_model(path))


class ServedModel:
    """A scorer that reads and gives tables.

    Parameters
    ----------
    scorer
        The model.
    """

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer

    def predict(self, table: pd.DataFrame) -> pd.DataFrame:
        """Findings and scores of sentences.

        Parameters
        ----------
        table
            One sentence a row; columns as described above.

        Returns
        -------
        DataFrame
            A row for each: ``findings``, a list of ``domain``, ``polarity`` and ``confidence``, the most
            confident first; ``scores``, the probabilities of all 22 labels by name.

        Raises
        ------
        InputLineError
            If a row has no text or a value of a wrong type; the message carries its number, from 1.
        """
        passages = [_passage(*row) for row in enumerate(_rows(table), start=1)]
        results = self._scorer.classify_sentences([sentence for each in passages for sentence in each])
        lasts = np.cumsum([len(passage) for passage in passages], dtype=np.int64) - 1
        wanted = [results[last] for last in lasts.tolist()]
        records = [
            line_record(row, result, scores)
            for row, (result, scores) in enumerate(zip(wanted, rounded(wanted), strict=True))
        ]
        findings = [
            [
                {**each, "domain": str(each["domain"]), "polarity": str(each["polarity"])}
                for each in record["findings"]
            ]
            for record in records
        ]
        columns = {"findings": findings, "scores": [record["scores"] for record in records]}
        return pd.DataFrame(columns, index=table.index, dtype=object)


def _rows(table: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    absent = [None] * len(table)
    return zip(*(table[name].tolist() if name in table else absent for name in COLUMNS), strict=True)


def _passage(number: int, row: Sequence[Any]) -> list[Sentence]:
    """The sentence of a row, after those before it."""
    text, section, bullet, previous = row
    if not isinstance(text, str) or not text.strip():
        raise InputLineError(f'row {number}: "text" must be a string with something in it')
    try:
        before = list(_sentences(previous))
        code = _section(section)
        flag = _flag(bullet)
    except InputLineError as error:
        raise InputLineError(f"row {number}: {error}") from error
    return [
        Sentence(text=each, section=code, bullet=flag, passage=str(number), position=position)
        for position, each in enumerate([*before, text])
    ]


def _sentences(previous: Any) -> Iterable[str]:
    if isinstance(previous, str):
        text = " ".join(previous.split())
        return (text[start:end] for start, end in spans(text))
    if isinstance(previous, list | tuple | np.ndarray):
        if all(isinstance(each, str) for each in previous):
            return (each for each in previous if each.strip())
    elif _is_absent(previous):
        return ()
    raise InputLineError('"previous" must be a string or a list of strings')


def _section(value: Any) -> SectionCode | None:
    if not isinstance(value, str) and not _is_absent(value):
        raise InputLineError('"section" must be a string')
    return SectionCode(value) if value in _SECTIONS else None


def _flag(value: Any) -> bool:
    if isinstance(value, bool | np.bool_) or _is_absent(value):
        return not _is_absent(value) and bool(value)
    raise InputLineError('"bullet" must be true or false')


_SECTIONS = frozenset(str(code) for code in SectionCode)


def _is_absent(value: Any) -> bool:
    """Whether a cell is empty, in any of the ways that pandas has for it."""
    return value is None or value is pd.NA or (isinstance(value, float) and value != value)
