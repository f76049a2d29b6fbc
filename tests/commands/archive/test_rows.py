from __future__ import annotations

from inspection_findings.commands.archive.rows import KeptRows, plain_schema, stored_schema, table_of
from inspection_findings.documents import read_bytes
from inspection_findings.overview.parquet import findings_schema
from made_archives import letter_of


def test_rows_are_those_of_an_overview_with_the_digest(scorer):
    document = read_bytes(letter_of().encode(), name="letter.md")
    kept = KeptRows()
    assert kept.kept() == b""
    kept.write_document(document, scorer.classify(document))
    table = table_of(kept.kept(), "f" * 64)
    assert table.schema == plain_schema()
    assert [name for name in stored_schema().names if name != "sha256"] == findings_schema().names
    assert {(row["sha256"], row["authority"], row["year"]) for row in table.to_pylist()} == {
        ("f" * 64, "Fernshire", 2024)
    }
    assert len(table) == sum(len(each.findings) for each in scorer.classify(document)) > 0
