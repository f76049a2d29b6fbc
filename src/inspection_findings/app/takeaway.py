"""Letters in the forms in which they are taken away."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from inspection_findings.exceptions import FindingsError
from inspection_findings.reporting.classified import ClassifiedReport
from inspection_findings.reporting.page import report_page
from inspection_findings.reporting.writers import CsvWriter, JsonLinesWriter


class Form(StrEnum):
    """What a letter is taken away as; also the suffix of the file."""

    XLSX = "xlsx"
    CSV = "csv"
    JSONL = "jsonl"
    HTML = "html"


MEDIA_TYPES = {
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.CSV: "text/csv; charset=utf-8",
    Form.JSONL: "application/x-ndjson",
    Form.HTML: "text/html; charset=utf-8",
}
"""What each is said to be."""


class TakeawayError(FindingsError, ValueError):
    """Letters cannot be taken away in that form."""


@dataclass(frozen=True, slots=True)
class Takeaway:
    """A file to be saved: name, content and type."""

    name: str
    content: bytes
    media_type: str


def takeaway(reports: Sequence[ClassifiedReport], form: Form) -> Takeaway:
    """Make a file of one letter or several.

    Raises
    ------
    TakeawayError
        If there is no letter, or several are to be one page.
    """
    if not reports:
        raise TakeawayError("no letter has been read yet")
    if form is Form.HTML and len(reports) > 1:
        raise TakeawayError("a page is of one letter: open the letter")
    [name] = [_stem(reports[0])] if len(reports) == 1 else [f"{len(reports)}-letters"]
    return Takeaway(f"{name}.{form}", _content(reports, form), MEDIA_TYPES[form])


def _content(reports: Sequence[ClassifiedReport], form: Form) -> bytes:
    match form:
        case Form.XLSX:
            from inspection_findings.reporting.workbook import report_workbook

            return report_workbook(reports)
        case Form.HTML:
            return report_page(reports[0]).encode()
        case _:
            return _rows(reports, form)


def _rows(reports: Sequence[ClassifiedReport], form: Form) -> bytes:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, "utf-8", errors="backslashreplace", newline="", write_through=True)
    unsure = frozenset({"unsure"} if reports[0].precision is not None else ())
    if form is Form.CSV:
        # Excel takes a file without the mark for one in the system's own old encoding.
        stream.write("\ufeff")
    writer = CsvWriter(stream, options=unsure) if form is Form.CSV else JsonLinesWriter(stream)
    for report in reports:
        writer.write_document(report.document, report.results)
    stream.flush()
    return raw.getvalue()


def _stem(report: ClassifiedReport) -> str:
    """The file's own name in letters, digits and hyphens, so that it says the same in every system."""
    stem = PurePath(report.document.name).stem
    return re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-.") or "letter"
