"""CSV: one sentence a row, with a column to fill in, as a spreadsheet opens and saves it."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence

from inspection_findings.corpus.exchange.answers import NO_LABEL, Answers, split_choices
from inspection_findings.corpus.exchange.tasks import Task
from inspection_findings.exceptions import CorpusError
from inspection_findings.spreadsheets import defused

COLUMNS = (
    *("document", "authority", "framework", "page", "heading", "section", "bullet"),
    *("before", "text", "after", "labels", "note", "sample", "task"),
)
_SUGGESTIONS = "suggestions"
_NEEDED = {"task", "text", "sample", "labels"}

# The line by which a file tells Excel what stands between cells.
_SEPARATOR_HINT = re.compile(r'"?sep=(?P<delimiter>[,;\t|])"?[,;\t]*(?:\r\n|\r|\n)', re.IGNORECASE)


def write_rows(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV whose cells a spreadsheet takes as data and never as formulas."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return text.getvalue()


def write_tasks(tasks: Sequence[Task]) -> str:
    """Tasks as CSV with an empty column for labels, and one of suggestions where there are any."""
    suggested = any(task.suggestions is not None for task in tasks)
    return write_rows(
        (*COLUMNS, *([_SUGGESTIONS] if suggested else [])),
        ([*_row(task), *([_suggestion(task)] if suggested else [])] for task in tasks),
    )


def _row(task: Task) -> list[object]:
    return [
        *(task.place.document, task.authority, task.framework, task.page, task.heading, task.section),
        *(task.bullet, task.before, task.text, task.after, "", "", task.sample, task.place.key),
    ]


def _suggestion(task: Task) -> str:
    found = [f"{finding.label} {finding.confidence:.2f}" for finding in task.suggestions or ()]
    return "; ".join(found) or NO_LABEL


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return defused(str(value))


def read_table(data: bytes, *, annotator: str | None) -> Answers:
    """Read a table that was filled in: comma, semicolon or tab between cells, as spreadsheets save it.

    Parameters
    ----------
    data
        The file: UTF-8 with or without a byte order mark, UTF-16 with one, else Windows-1252.
    annotator
        Who filled it in.

    Raises
    ------
    CorpusError
        If it is not such a table, or nobody is said to have filled it in.
    """
    if not annotator:
        raise CorpusError("a table does not say who filled it in: give --annotator")
    text = _decode(data)
    hint = _SEPARATOR_HINT.match(text)
    text = text[hint.end() :] if hint else text
    header = text.partition("\n")[0]
    delimiter = hint[1] if hint else max(",;\t", key=header.count)
    before = 1 if hint else 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    answers = Answers()
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        missing = sorted(_NEEDED.difference(names))
        if missing:
            raise CorpusError(f"not a table of `findings label export`: no column {', '.join(missing)}")
        rows = 0
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            rows += 1
            row = dict(zip(names, cells, strict=False))
            answers.add(
                f"line {reader.line_num + before}",
                row,
                split_choices(row.get("labels", "")),
                annotator=annotator,
                note=row.get("note", "").strip(),
            )
    except csv.Error as error:
        raise CorpusError(f"line {reader.line_num + before}: {error}") from error
    if not rows:
        raise CorpusError("no task in the file")
    return answers


def _decode(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
