"""Findings of a document as rows of a table, made in the process that classifies and sent on by Arrow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from inspection_findings.overview.parquet import findings_schema
from inspection_findings.overview.rows import ReportRows, report_rows

if TYPE_CHECKING:
    from inspection_findings.documents.types import Document
    from inspection_findings.model.scorer import SentenceFindings

_DATES = ("inspection_start", "inspection_end", "published", "date")
_OF_SENTENCE = ("page", "start", "end", "section", "heading", "passage", "position", "bullet", "text")
_OF_FINDING = ("domain", "polarity", "area", "confidence", "unsure")


class KeptRows:
    """Keeps the findings of one document, a row each."""

    def __init__(self) -> None:
        self._message = b""

    def write_document(self, document: Document, results: Sequence[SentenceFindings]) -> None:
        """Take one document's results."""
        import pyarrow as pa

        batch = pa.RecordBatch.from_pylist(_rows(report_rows(document, results)), schema=plain_schema())
        sink = pa.BufferOutputStream()
        # Without threads: the process may be one that was forked.
        options = pa.ipc.IpcWriteOptions(compression="zstd", use_threads=False)
        with pa.ipc.new_stream(sink, batch.schema, options=options) as writer:
            writer.write_batch(batch)
        self._message = sink.getvalue().to_pybytes()

    def write_lines(self, identifiers: Sequence[str | int], results: Sequence[SentenceFindings]) -> None:
        """Refuse: lines of JSON Lines belong to no document."""
        raise NotImplementedError("an archive is of documents")

    def kept(self) -> bytes:
        """The rows as one stream of Arrow; empty where there was no document."""
        return self._message


def table_of(kept: bytes, sha256: str | None) -> Any:
    """What `KeptRows.kept` gave as a table of `plain_schema`, with the digest of the document.

    Raises
    ------
    pyarrow.ArrowInvalid
        If it is not.
    """
    import pyarrow as pa

    schema = plain_schema()
    with pa.ipc.open_stream(kept) as reader:
        table = reader.read_all()
    place = schema.get_field_index("sha256")
    return table.set_column(place, schema.field(place), pa.array([sha256] * len(table), pa.string()))


def plain_schema() -> Any:
    """The columns of an archive, those of an overview and ``sha256``, codes as text."""
    import pyarrow as pa

    fields = [
        pa.field(field.name, pa.string()) if pa.types.is_dictionary(field.type) else field
        for field in stored_schema()
    ]
    return pa.schema(fields)


def stored_schema() -> Any:
    """The columns of an archive as they are in part files."""
    import pyarrow as pa

    schema = findings_schema()
    return schema.insert(1, pa.field("sha256", schema.field("document").type))


def _rows(report: ReportRows) -> list[dict[str, object]]:
    of_report: dict[str, object] = {
        "document": report.document,
        "authority": report.authority,
        "region": report.region,
        "framework": report.framework,
        **{name: _date(getattr(report, name)) for name in _DATES},
        "year": report.year,
        "overall_grade": dict(report.grades).get("overall"),
    }
    # Made from the places in the tuples that `ReportRows` documents.
    sentences = [dict(zip(_OF_SENTENCE, values, strict=True)) for values in report.sentences]
    return [
        {**of_report, **sentences[number], **dict(zip(_OF_FINDING, finding, strict=True))}
        for number, *finding in report.findings
        if isinstance(number, int)
    ]


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
