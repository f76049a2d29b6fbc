"""Labelled sentences from JSON Lines: what a model is measured on that is of no corpus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspection_findings.commands.inputs import BYTE_ORDER_MARK
from inspection_findings.commands.lines import parse_fields, parse_line, typed_field
from inspection_findings.documents.types import Framework, Sentence
from inspection_findings.exceptions import InputLineError
from inspection_findings.labels import Label, SectionCode


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """One labelled sentence of a file.

    Attributes
    ----------
    id
        As text.
    document
        That it names; else its passage, and without one the line itself.
    framework
        ``None`` where it names none.
    sentence
        To score.
    labels
        The truth; empty where there is no finding.
    """

    id: str
    document: str
    framework: Framework | None
    sentence: Sentence
    labels: tuple[Label, ...]


def read_labelled(path: Path) -> list[LabelledLine]:
    """Read a file of labelled sentences, one a line; blank lines are skipped.

    A line is ``{"id": 1, "text": "…", "labels": ["oversight:weakness"]}`` and, where known, ``document``,
    ``framework``, ``section``, ``bullet``, ``passage`` and ``position``. Sentences of a passage stand next to
    each other.

    Raises
    ------
    InputLineError
        If a line is malformed (the message has its number), an ``id`` stands twice, or there are no lines.
    OSError
        If the file cannot be read.
    """
    lines: dict[str, LabelledLine] = {}
    with path.open("rb") as stream:
        for number, content in _contents(stream):
            try:
                line = _labelled(number, content)
                if line.id in lines:
                    raise InputLineError(f'the id "{line.id}" stands there already')
            except InputLineError as error:
                raise InputLineError(f"{path}: line {number}: {error}") from error
            lines[line.id] = line
    if not lines:
        raise InputLineError(f"{path}: no labelled sentences in it")
    return list(lines.values())


def _contents(stream: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    for number, raw in enumerate(stream, start=1):
        content = (raw.removeprefix(BYTE_ORDER_MARK) if number == 1 else raw).strip()
        if content:
            yield number, content


def _labelled(number: int, content: bytes) -> LabelledLine:
    fields = parse_fields(content)
    line = parse_line(number, fields)
    if line.unknown_section is not None:
        raise InputLineError(f'unknown section "{line.unknown_section}": expected {", ".join(SectionCode)}')
    document = typed_field(fields, "document", (str, int), "a string or a whole number")
    passage = line.sentence.passage
    alone = f"line {number}" if passage is None else f"passage {passage}"
    return LabelledLine(
        id=str(line.identifier),
        document=alone if document is None else f"document {document}",
        framework=_framework(fields),
        sentence=line.sentence,
        labels=_labels(fields),
    )


def _framework(fields: dict[str, Any]) -> Framework | None:
    name = typed_field(fields, "framework", (str,), "a string")
    if name is None:
        return None
    if name not in set(Framework):
        raise InputLineError(f'unknown framework "{name}": expected {", ".join(Framework)}')
    return Framework(name)


def _labels(fields: dict[str, Any]) -> tuple[Label, ...]:
    given = typed_field(fields, "labels", (list,), 'a list such as ["oversight:weakness"]')
    if given is None:
        raise InputLineError('no "labels": an empty list where there is no finding')
    if not all(isinstance(name, str) for name in given):
        raise InputLineError('"labels" must be a list of strings')
    try:
        return tuple(dict.fromkeys(Label.parse(name) for name in given))
    except ValueError as error:
        raise InputLineError(str(error)) from error
