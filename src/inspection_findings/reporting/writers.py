"""Findings written as a stream, one writer a format, all with the same three methods."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from io import TextIOWrapper
from typing import Any, Protocol, TextIO

import orjson

from inspection_findings.documents.types import Document
from inspection_findings.model.scorer import SentenceFindings
from inspection_findings.reporting.records import (
    FindingRow,
    LineFindingRow,
    column_names,
    finding_rows,
    line_finding_rows,
    line_record,
    rounded,
    sentence_record,
)
from inspection_findings.spreadsheets import defused

# Legal inside a JSON string, but many readers split lines at them.
_LINE_BREAKS = {each.encode(): f"\\u{ord(each):04x}".encode() for each in "\x85\u2028\u2029"}

# Areas, which grades are given by, are no plain strings.
_ON_ONE_LINE = orjson.OPT_NON_STR_KEYS
_INDENTED = _ON_ONE_LINE | orjson.OPT_INDENT_2

BYTE_ORDER_MARK = "\ufeff"


class FindingsWriter(Protocol):
    """Takes results as they come; holds no more than one document or one batch of lines."""

    def write_document(self, document: Document, results: Sequence[SentenceFindings]) -> None:
        """Write one document's results."""

    def write_lines(self, identifiers: Sequence[str | int], results: Sequence[SentenceFindings]) -> None:
        """Write the results of consecutive lines of JSON Lines input, in order."""


def to_json(record: object, *, indented: bool = False) -> str:
    """A record of `inspection_findings.reporting.records` as JSON, on one line unless indented.

    Raises
    ------
    TypeError
        If it holds something that has no JSON form.
    """
    return _encoded(record, indented=indented).decode()


def _encoded(record: object, *, indented: bool = False) -> bytes:
    """A record as JSON in UTF-8."""
    try:
        data = orjson.dumps(record, option=_INDENTED if indented else _ON_ONE_LINE)
    except orjson.JSONEncodeError:
        # Half a character, as the name of a file may hold that is not in UTF-8, is beyond orjson. JSON has
        # the same escapes for it as Python.
        data = json.dumps(
            record,
            default=_json_value,
            ensure_ascii=False,
            indent=2 if indented else None,
            separators=None if indented else (",", ":"),
        ).encode("utf-8", "backslashreplace")
    return _without_line_breaks(data)


def _encoded_lines(records: Sequence[Mapping[str, object]]) -> bytes:
    """Records of one kind as JSON, a line each: at once, which is several times faster than one by one."""
    if not records:
        return b""
    try:
        data = orjson.dumps(records)
    except orjson.JSONEncodeError:
        return b"".join(_encoded(record) + b"\n" for record in records)
    # What stands between two records stands nowhere else: no object within one begins with its first key, and
    # in strings the quotes of that are escaped.
    key = next(iter(records[0])).encode()
    data = data[1:-1].replace(b'},{"%b":' % key, b'}\n{"%b":' % key)
    return _without_line_breaks(data) + b"\n"


def _without_line_breaks(data: bytes) -> bytes:
    for character, escape in _LINE_BREAKS.items():
        # Single bytes are found many times faster, and its last one is rare.
        if character[-1] in data:
            data = data.replace(character, escape)
    return data


def write_utf8(stream: TextIO, data: bytes) -> None:
    """Write text that is in UTF-8 already: below the stream, where it encodes what it is given."""
    if isinstance(stream, TextIOWrapper):
        stream.flush()
        stream.buffer.write(data)
    else:
        stream.write(data.decode())


def to_cells(row: object, columns: Sequence[str] | None = None) -> Iterator[str | int | float]:
    """A row as cells that a spreadsheet takes as data and never as formulas.

    Parameters
    ----------
    row
        A dataclass.
    columns
        Which of its fields; all by default.

    Yields
    ------
    str or int or float
        Empty text for ``None``; true and false as in JSON; text that is like a formula gets an
        apostrophe in front.
    """
    for column in columns or column_names(type(row)):
        value = getattr(row, column)
        if value is None:
            yield ""
        elif isinstance(value, bool):
            yield "true" if value else "false"
        elif isinstance(value, dt.date):
            yield value.isoformat()
        elif isinstance(value, str):
            yield defused(str(value))
        else:
            yield value


class CsvRows:
    """Rows of one type as CSV under a header line: RFC 4180, but lines end in a line feed alone.

    Parameters
    ----------
    stream
        Where to write.
    row_type
        Its fields are the columns.
    options
        Which fields of options are among them.
    mark
        Begin with a byte order mark, by which Excel knows UTF-8.
    """

    def __init__(
        self, stream: TextIO, row_type: type, options: Collection[str] = (), *, mark: bool = False
    ) -> None:
        if mark:
            stream.write(BYTE_ORDER_MARK)
        self._columns = column_names(row_type, options)
        self._writer = csv.writer(stream, lineterminator="\n")
        self._writer.writerow(self._columns)

    def write(self, row: object) -> None:
        """Write one row."""
        self._writer.writerow(to_cells(row, self._columns))


class JsonLinesWriter:
    """One JSON object a sentence.

    Parameters
    ----------
    stream
        Where to write, as UTF-8.
    only_findings
        Leave out sentences without a finding.
    """

    def __init__(self, stream: TextIO, *, only_findings: bool = False) -> None:
        self._stream = stream
        self._only_findings = only_findings

    def write_document(self, document: Document, results: Sequence[SentenceFindings]) -> None:
        """Write one document's results."""
        records = [
            sentence_record(document, result, scores)
            for result, scores in zip(results, rounded(results), strict=True)
            if self._shows(result)
        ]
        write_utf8(self._stream, _encoded_lines(records))

    def write_lines(self, identifiers: Sequence[str | int], results: Sequence[SentenceFindings]) -> None:
        """Write the results of consecutive lines of JSON Lines input, in order."""
        records = [
            line_record(identifier, result, scores)
            for identifier, result, scores in zip(identifiers, results, rounded(results), strict=True)
            if self._shows(result)
        ]
        write_utf8(self._stream, _encoded_lines(records))

    def _shows(self, result: SentenceFindings) -> bool:
        return bool(result.findings) or not self._only_findings


class CsvWriter:
    """One row a finding.

    Parameters
    ----------
    stream
        Where to write; opened with ``newline=""``.
    lines
        Whether the input is JSON Lines: the first column is then ``id`` and those that only a
        document has are left out.
    options
        Fields of options that were asked for.
    mark
        As for `CsvRows`.
    """

    def __init__(
        self,
        stream: TextIO,
        *,
        lines: bool = False,
        options: Collection[str] = (),
        mark: bool = False,
    ) -> None:
        self._rows = CsvRows(stream, LineFindingRow if lines else FindingRow, options, mark=mark)

    def write_document(self, document: Document, results: Sequence[SentenceFindings]) -> None:
        """Write one document's results."""
        for result in results:
            for row in finding_rows(document, result):
                self._rows.write(row)

    def write_lines(self, identifiers: Sequence[str | int], results: Sequence[SentenceFindings]) -> None:
        """Write the results of consecutive lines of JSON Lines input, in order."""
        for identifier, result in zip(identifiers, results, strict=True):
            for row in line_finding_rows(identifier, result):
                self._rows.write(row)


def _json_value(value: object) -> Any:
    """What the standard library's encoder needs besides."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
