from __future__ import annotations

from pyarrow import Table, parquet

from inspection_findings.commands.archive import parts
from inspection_findings.commands.archive.partitions import PartitionBy
from inspection_findings.commands.archive.rows import plain_schema


def rows(name, number):
    return Table.from_pylist(
        [{"document": name, "text": str(each)} for each in range(number)], plain_schema()
    )


def test_a_file_is_closed_at_its_size_and_a_document_is_in_one(tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "LARGEST", 10)
    monkeypatch.setattr(parts, "_GROUP", 3)
    writer = parts.PartWriter(tmp_path, "year=2023", "part-1", PartitionBy.YEAR)
    for name, number in (("a", 4), ("b", 4), ("c", 4), ("d", 30), ("e", 1)):
        writer.add(rows(name, number), [name])
    writer.close()
    files = [f"year=2023/part-1-{number:05}.parquet" for number in range(4)]
    assert writer.places == dict(zip("abcde", [files[0], *files], strict=True))
    for place in files:
        file = parquet.ParquetFile(tmp_path / place)
        assert "year" not in file.schema_arrow.names
        assert {each for each, where in writer.places.items() if where == place} == set(
            file.read()["document"].to_pylist()
        )


def test_rows_of_some_documents_are_left_out(tmp_path):
    writer = parts.PartWriter(tmp_path, "", "part-1", PartitionBy.NONE)
    writer.add(rows("a", 2), ["a"])
    writer.add(rows("b", 3), ["b"])
    writer.close()
    [place] = set(writer.places.values())
    assert len(parts.rows_of_part(tmp_path / place, (), PartitionBy.NONE)) == 5
    assert parts.rows_of_part(tmp_path / place, {"b"}, PartitionBy.NONE).equals(rows("a", 2))


def test_a_part_file_is_linked_else_copied(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"rows")
    parts.take_over(tmp_path / "a", tmp_path / "x" / "a")
    assert (tmp_path / "x" / "a").stat().st_ino == (tmp_path / "a").stat().st_ino

    def link(*words):
        raise OSError

    monkeypatch.setattr(parts.os, "link", link)
    parts.take_over(tmp_path / "a", tmp_path / "y" / "a")
    assert (tmp_path / "y" / "a").read_bytes() == b"rows"
    assert (tmp_path / "y" / "a").stat().st_ino != (tmp_path / "a").stat().st_ino
