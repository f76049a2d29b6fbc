"""Part files: findings of some documents of one partition, each document whole in one of them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from inspection_findings.commands.archive.manifest import ArchiveError
from inspection_findings.commands.archive.partitions import PartitionBy
from inspection_findings.commands.archive.rows import plain_schema, stored_schema

LARGEST = 250_000
"""Rows a part file: some 20 MB there, and a hundred in memory."""
_GROUP = 20_000
"""Rows that are written together."""


def part_schemas(partition_by: PartitionBy) -> tuple[Any, Any]:
    """Columns in memory and in part files, without the one that names of folders have."""
    plain, stored = plain_schema(), stored_schema()
    if partition_by is not PartitionBy.NONE:
        place = plain.get_field_index(str(partition_by))
        plain, stored = plain.remove(place), stored.remove(place)
    return plain, stored


class PartWriter:
    """Writes the part files of one partition, one at a time.

    Parameters
    ----------
    generation
        The folder of the generation.
    folder
        Of the partition, in it.
    prefix
        How names of part files begin; no other of any generation has it.
    partition_by
        What folders are by.

    Attributes
    ----------
    places
        The part file that each document is in, by what was given with its rows.
    """

    def __init__(self, generation: Path, folder: str, prefix: str, partition_by: PartitionBy) -> None:
        self.places: dict[str, str] = {}
        self._generation, self._folder, self._prefix = generation, folder, prefix
        self._plain, self._stored = part_schemas(partition_by)
        self._waiting: list[Any] = []
        self._names: list[str] = []
        self._rows = self._part_rows = self._parts = 0
        self._stream: Any = None
        self._writer: Any = None

    def add(self, table: Any, names: Sequence[str]) -> None:
        """Add rows of documents, which stay together in one file.

        Raises
        ------
        OSError
            If they cannot be written.
        """
        if self._part_rows and self._part_rows + len(table) > LARGEST:
            self._end_part()
        self._waiting.append(table.select(self._plain.names).cast(self._plain))
        self._names.extend(names)
        self._rows += len(table)
        self._part_rows += len(table)
        if self._rows >= _GROUP:
            self._write()

    def close(self) -> None:
        """Write what is left, and see that it is on the disk."""
        self._end_part()

    def abandon(self) -> None:
        """Close the file that is open, whatever it holds."""
        if self._stream is not None:
            self._stream.close()

    def _end_part(self) -> None:
        self._write()
        if self._writer is None:
            return
        self._writer.close()
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()
        self.places.update(dict.fromkeys(self._names, self._place()))
        self._writer = self._stream = None
        self._names, self._part_rows = [], 0
        self._parts += 1

    def _write(self) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        if not self._waiting:
            return
        if self._writer is None:
            place = self._generation / self._place()
            place.parent.mkdir(exist_ok=True)
            self._stream = place.open("wb")
            self._writer = parquet.ParquetWriter(self._stream, self._stored, compression="zstd")
        table = pa.concat_tables(self._waiting).combine_chunks()
        columns = [
            column.dictionary_encode().cast(field.type) if pa.types.is_dictionary(field.type) else column
            for column, field in zip(table.columns, self._stored, strict=True)
        ]
        self._writer.write_table(pa.Table.from_arrays(columns, schema=self._stored))
        self._waiting, self._rows = [], 0

    def _place(self) -> str:
        name = f"{self._prefix}-{self._parts:05}.parquet"
        return f"{self._folder}/{name}" if self._folder else name


def rows_of_part(place: Path, without: Collection[str], partition_by: PartitionBy) -> Any:
    """The rows of a part file but those of some documents.

    Raises
    ------
    ArchiveError
        If it is damaged.
    OSError
        If it cannot be read.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import parquet

    try:
        # Not by `read_table`, which makes columns of the names of folders.
        with parquet.ParquetFile(place) as file:
            table = file.read().cast(part_schemas(partition_by)[0])
    except pa.ArrowException as error:
        raise ArchiveError(f"{place}: is damaged: make another archive") from error
    if without:
        gone = pc.is_in(table["document"], value_set=pa.array(sorted(without), pa.string()))
        table = table.filter(pc.invert(gone))
    return table


def take_over(place: Path, target: Path) -> None:
    """Let a part file that stays as it is be in another generation too, without copying it where that can be.

    Raises
    ------
    OSError
        If it cannot be done.
    """
    target.parent.mkdir(exist_ok=True)
    try:
        os.link(place, target)
    except OSError:
        # Some file systems have no links.
        shutil.copyfile(place, target)
        with target.open("rb+") as stream:
            os.fsync(stream.fileno())
