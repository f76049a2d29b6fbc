"""The findings as one flat Parquet file, a row each, for programs that read tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from inspection_findings.files import atomic_writer
from inspection_findings.overview.database import Database

_BATCH = 20_000
"""Rows in memory at once."""

_DATES = ("inspection_start", "inspection_end", "published", "date")
_CATEGORIES = (
    *("document", "authority", "region", "framework", "overall_grade", "section", "heading"),
    *("domain", "polarity", "area"),
)
_QUESTION = """
SELECT
    report.document, report.authority, report.region, report.framework,
    report.inspection_start, report.inspection_end, report.published, report.date, report.year,
    grade.grade AS overall_grade,
    sentence.page, sentence.start, sentence."end", sentence.section, sentence.heading, sentence.passage,
    sentence.position, sentence.bullet,
    finding.domain, finding.polarity, finding.area, finding.confidence, finding.unsure,
    sentence.text
FROM finding
JOIN sentence ON sentence.id = finding.sentence_id
JOIN report ON report.id = sentence.report_id
LEFT JOIN grade ON grade.report_id = report.id AND grade.area = 'overall'
ORDER BY report.authority IS NULL, report.authority, report.date, report.id, sentence.number,
    finding.confidence DESC
"""


def write_parquet(database: Database, path: Path) -> None:
    """Write all findings, with their reports and sentences, to a file that appears whole or not at all.

    Columns are named as in `inspection_findings.reporting.records`; those of the report as in
    ``schema.sql``. Dates are dates, codes are categories, and what is not known is null.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    from pyarrow import parquet

    schema = _schema()
    with atomic_writer(path) as stream, parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        for batch in _batches(database, schema):
            writer.write_batch(batch)


def _schema() -> Any:
    import pyarrow as pa

    category = pa.dictionary(pa.int32(), pa.string())
    types = {
        **dict.fromkeys(_DATES, pa.date32()),
        **dict.fromkeys(_CATEGORIES, category),
        **dict.fromkeys(("year", "page", "start", "end", "position"), pa.int32()),
        **dict.fromkeys(("bullet", "unsure"), pa.bool_()),
        **dict.fromkeys(("passage", "text"), pa.string()),
        "confidence": pa.float64(),
    }
    names = (
        *("document", "authority", "region", "framework", *_DATES, "year", "overall_grade"),
        *("page", "start", "end", "section", "heading", "passage", "position", "bullet"),
        *("domain", "polarity", "area", "confidence", "unsure", "text"),
    )
    return pa.schema([(name, types[name]) for name in names])


def _batches(database: Database, schema: Any) -> Iterator[Any]:
    import pyarrow as pa

    rows = database.connection.execute(_QUESTION)
    while found := rows.fetchmany(_BATCH):
        columns = [
            pa.array([_value(row[field.name], field.name) for row in found], type=_plain_type(field.type))
            for field in schema
        ]
        arrays = [
            column.dictionary_encode().cast(field.type) if pa.types.is_dictionary(field.type) else column
            for column, field in zip(columns, schema, strict=True)
        ]
        yield pa.record_batch(arrays, schema=schema)


def _plain_type(of_field: Any) -> Any:
    import pyarrow as pa

    return of_field.value_type if pa.types.is_dictionary(of_field) else of_field


def _value(value: Any, column: str) -> Any:
    """A value of SQLite as what it stands for."""
    if value is None:
        return None
    if column in _DATES:
        return dt.date.fromisoformat(value)
    return bool(value) if column in ("bullet", "unsure") else value
