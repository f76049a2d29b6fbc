import datetime as dt

import pytest

from inspection_findings.corpus.catalogue import (
    COLUMNS,
    CatalogueEntry,
    read_catalogue,
    write_catalogue,
)
from inspection_findings.corpus.records import Source
from inspection_findings.exceptions import CorpusError

ENTRY = CatalogueEntry(
    document="northmere-ilacs-2024-03-08", source=Source.REPORT, authority="northmere", framework="ilacs",
    published=dt.date(2024, 3, 8), sha256="0" * 64, bytes=10, file="reports/northmere-ilacs-2024-03-08.pdf",
    address="https://example.org/a%20b.pdf",
)  # fmt: skip
ARTICLE = ENTRY.model_copy(
    update={
        "document": "n-news",
        "file": "articles/n.txt",
        "published": None,
        "address": "",
        "publication": "A, B",
    }
)


def test_what_is_written_is_what_is_read(tmp_path):
    path = tmp_path / "sources.csv"
    write_catalogue(path, [ENTRY, ARTICLE])
    assert list(read_catalogue(path).values()) == [ARTICLE, ENTRY]
    assert path.read_text().splitlines()[0] == ",".join(COLUMNS)


def test_a_byte_order_mark_is_passed_over(tmp_path):
    path = tmp_path / "sources.csv"
    write_catalogue(path, [ENTRY])
    path.write_text(path.read_text(), encoding="utf-8-sig")
    assert list(read_catalogue(path).values()) == [ENTRY]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"document": "Bad Name"}, "line 2: document"),
        ({"sha256": "12"}, "line 2: sha256"),
        ({"bytes": "0"}, "line 2: bytes"),
        ({"file": "../../etc/passwd"}, "line 2: file: must be a path below"),
        ({"file": "/etc/passwd"}, "line 2: file: must be a path below"),
        ({"file": "reports\\..\\x.pdf"}, "line 2: file: must be a path below"),
        ({"address": "file:///etc/passwd"}, "line 2: address"),
        ({"published": "May"}, "line 2: published"),
        ({"framework": "xyz"}, "line 2: framework"),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_column(tmp_path, change, message):
    row = {**ENTRY.model_dump(mode="json"), **change}
    path = tmp_path / "sources.csv"
    path.write_text(",".join(COLUMNS) + "\n" + ",".join(f'"{row[name]}"' for name in COLUMNS) + "\n")
    with pytest.raises(CorpusError, match=message):
        read_catalogue(path)


@pytest.mark.parametrize("change", [{}, {"document": "other"}])
def test_a_document_or_file_that_is_listed_twice_is_refused(tmp_path, change):
    write_catalogue(tmp_path / "sources.csv", [ENTRY, ENTRY.model_copy(update=change)])
    with pytest.raises(CorpusError, match=r"line 3: .* is listed twice"):
        read_catalogue(tmp_path / "sources.csv")


def test_another_table_is_refused(tmp_path):
    (tmp_path / "sources.csv").write_text("a,b\n1,2\n")
    with pytest.raises(CorpusError, match="the first line must be document,source"):
        read_catalogue(tmp_path / "sources.csv")
    with pytest.raises(CorpusError, match="cannot be read"):
        read_catalogue(tmp_path / "none.csv")
