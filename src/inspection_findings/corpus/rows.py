"""Rows of JSON Lines files, each checked against its model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ValidationError

from inspection_findings.exceptions import CorpusError
from inspection_findings.labels import Label

M = TypeVar("M", bound=BaseModel)


def first_problem(error: ValidationError) -> str:
    """Say in one line what was wrong first with a row."""
    problem = error.errors()[0]
    where = ".".join(str(part) for part in problem["loc"])
    message = problem["msg"].removeprefix("Value error, ")
    return f"{where}: {message}" if where else message


def _known(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        Label.parse(value)
    return values


LabelNames = Annotated[tuple[str, ...], AfterValidator(_known)]
"""Field of labels as ``domain:polarity``, each of the vocabulary."""


def parse_rows(path: Path, model: type[M]) -> Iterator[tuple[int, M | ValidationError]]:
    """Parse a file line by line, empty lines left out.

    Parameters
    ----------
    path
        UTF-8, with or without a byte order mark.
    model
        Of each line.

    Yields
    ------
    tuple of int and row
        Number of the line from 1, and its row or what is wrong with it.

    Raises
    ------
    OSError, UnicodeDecodeError
        If the file cannot be read.
    """
    for number, line in enumerate(path.read_text("utf-8-sig").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, model.model_validate_json(line)
        except ValidationError as error:
            yield number, error


def read_rows(path: Path, model: type[M], what: str) -> Iterator[tuple[int, M]]:
    """Read a file whose every line has to be sound.

    Parameters
    ----------
    path
        As in `parse_rows`.
    model
        Of each line.
    what
        What the file holds, for the message.

    Yields
    ------
    tuple of int and row
        Number of the line from 1, and its row.

    Raises
    ------
    CorpusError
        If the file cannot be read or a line is malformed; the message gives its number.
    """
    try:
        for number, row in parse_rows(path, model):
            if isinstance(row, ValidationError):
                raise CorpusError(f"{path}: line {number}: {first_problem(row)}") from row
            yield number, row
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: cannot be read as {what}") from error
