"""JSON Lines in: sentences with their context, one a line, in batches that keep passages whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from inspection_findings.commands.inputs import BYTE_ORDER_MARK
from inspection_findings.documents.types import Sentence
from inspection_findings.exceptions import InputLineError
from inspection_findings.labels import SectionCode

BATCH_SIZE = 1024


@dataclass(frozen=True, slots=True)
class Line:
    """One well-formed line.

    Attributes
    ----------
    number
        Its number in the input, from 1.
    identifier
        Its ``id``, to be given back as it came.
    sentence
        The sentence to score.
    unknown_section
        The section it names, where that is no known code; the sentence then has none.
    """

    number: int
    identifier: str | int
    sentence: Sentence
    unknown_section: str | None = None


def read_lines(raw_lines: Iterable[bytes], *, on_error: Callable[[InputLineError], None]) -> Iterator[Line]:
    """Parse lines one after the other; blank ones are skipped.

    Parameters
    ----------
    raw_lines
        Lines as bytes.
    on_error
        Called for each malformed line, which is then left out.
    """
    passage: str | None = None
    position = 0
    for number, raw in enumerate(raw_lines, start=1):
        content = (raw.removeprefix(BYTE_ORDER_MARK) if number == 1 else raw).strip()
        if not content:
            continue
        try:
            fields = parse_fields(content)
            line = parse_line(number, fields)
        except InputLineError as error:
            on_error(InputLineError(f"line {number}: {error}"))
            continue
        same = line.sentence.passage is not None and line.sentence.passage == passage
        position = position + 1 if same else 0
        passage = line.sentence.passage
        if fields.get("position") is None:
            line = replace(line, sentence=replace(line.sentence, position=position))
        yield line


def batches(lines: Iterable[Line], size: int = BATCH_SIZE) -> Iterator[list[Line]]:
    """Group lines so that each can be scored without the others.

    Parameters
    ----------
    lines
        Lines in order.
    size
        Lines a batch, or more where a passage would be split: its sentences are each other's context.
    """
    batch: list[Line] = []
    for line in lines:
        if len(batch) >= size and not _continues(batch[-1], line):
            yield batch
            batch = []
        batch.append(line)
    if batch:
        yield batch


def _continues(before: Line, line: Line) -> bool:
    return line.sentence.passage is not None and line.sentence.passage == before.sentence.passage


def parse_fields(content: bytes) -> dict[str, Any]:
    """Read a line as a JSON object.

    Raises
    ------
    InputLineError
        If it is none.
    """
    try:
        value = json.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputLineError(f"not UTF-8 text (byte {error.start + 1})") from error
    except json.JSONDecodeError as error:
        raise InputLineError(f"not valid JSON: {error.msg} (column {error.colno})") from error
    except (ValueError, RecursionError) as error:
        raise InputLineError(f"not valid JSON: {error}") from error
    if not isinstance(value, dict):
        raise InputLineError('not a JSON object: expected {"id": ..., "text": ...}')
    return value


def parse_line(number: int, fields: dict[str, Any]) -> Line:
    """Make a line of a JSON object: its ``id`` and ``text``, and context where there is some.

    Raises
    ------
    InputLineError
        If a field is missing or of the wrong type.
    """
    identifier = typed_field(fields, "id", (str, int), "a string or a whole number")
    text = typed_field(fields, "text", (str,), "a string")
    for name, value in (("id", identifier), ("text", text)):
        if value is None:
            raise InputLineError(f'no "{name}"')
    if not text.strip():
        raise InputLineError("the text is empty")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputLineError(
            f"the text has half of a surrogate pair (character {error.start + 1})"
        ) from error
    section = typed_field(fields, "section", (str,), "a string")
    bullet = typed_field(fields, "bullet", (bool,), "true or false")
    passage = typed_field(fields, "passage", (str, int), "a string or a whole number")
    position = typed_field(fields, "position", (int,), "a whole number")
    known = section in SectionCode.__members__.values() if section else False
    return Line(
        number,
        identifier,
        Sentence(
            text=text,
            section=SectionCode(section) if known else None,
            bullet=bool(bullet),
            passage=None if passage is None else str(passage),
            position=position or 0,
        ),
        unknown_section=section if section and not known else None,
    )


def typed_field(fields: dict[str, Any], name: str, types: tuple[type, ...], expected: str) -> Any:
    """A field's value, ``None`` where it is absent or null.

    A column of whole numbers with gaps comes out of pandas as 1.0, 2.0: they are the numbers that they
    were. An identifier goes back as it came, so there a float is refused.

    Raises
    ------
    InputLineError
        If it is of another type.
    """
    value = fields.get(name)
    if isinstance(value, float) and value.is_integer() and int in types and name != "id":
        value = int(value)
    # In Python, true and false are whole numbers too.
    if value is not None and (
        not isinstance(value, types) or (isinstance(value, bool) and bool not in types)
    ):
        raise InputLineError(f'"{name}" must be {expected}')
    return value
