"""The findings as one flat Parquet file, a row each, for programs that read tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from inspection_findings.files import atomic_writer
from inspection_findings.overview.database import Database

_BATCH = 20_000
"""Rows in memory at once."""

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

    schema = findings_schema()
    with atomic_writer(path) as stream, parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        for batch in _batches(database, schema):
            writer.write_batch(batch)


def findings_schema() -> Any:
    """The columns of a row a finding, in the order in which the database is asked for them."""
    import pyarrow as pa

    category, text = pa.dictionary(pa.int32(), pa.string()), pa.string()
    whole, date, truth = pa.int32(), pa.date32(), pa.bool_()
    return pa.schema(
        {
            **dict.fromkeys(("document", "authority", "region", "framework"), category),
            **dict.fromkeys(("inspection_start", "inspection_end", "published", "date"), date),
            "year": whole,
            "overall_grade": category,
            **dict.fromkeys(("page", "start", "end"), whole),
            **dict.fromkeys(("section", "heading"), category),
            "passage": text,
            "position": whole,
            "bullet": truth,
            **dict.fromkeys(("domain", "polarity", "area"), category),
            "confidence": pa.float64(),
            "unsure": truth,
            "text": text,
        }
    )


def _batches(database: Database, schema: Any) -> Iterator[Any]:
    import pyarrow as pa

    rows = database.connection.execute(_QUESTION)
    while found := rows.fetchmany(_BATCH):
        columns = zip(*found, strict=True)
        arrays = [_array(column, field.type) for column, field in zip(columns, schema, strict=True)]
        yield pa.record_batch(arrays, schema=schema)


def _array(values: Sequence[Any], kind: Any) -> Any:
    """A column of what SQLite gives, which has neither dates nor truth, as what it stands for."""
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        return pa.array(values, kind.value_type).dictionary_encode().cast(kind)
    return pa.array(values).cast(kind)
