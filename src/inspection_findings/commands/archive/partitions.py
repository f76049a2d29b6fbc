"""The folders that rows are put into, named as Hive names them: ``year=2023``."""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import quote

NULL = "__HIVE_DEFAULT_PARTITION__"
"""What stands for a value that is not known."""
_LONGEST = 200
"""Bytes of a value in the name of a folder: file systems take 255 for all of it."""


class PartitionBy(StrEnum):
    """What the folders of an archive are by."""

    YEAR = "year"
    AUTHORITY = "authority"
    NONE = "none"


def folder_for(partition_by: PartitionBy, value: object) -> str:
    """The folder of rows that have a value; empty for the generation's own folder.

    Whatever the value holds (slashes, dots, other scripts), it is written such that it stays in its folder
    and is read back as it was by whoever knows Hive's escapes. What is longer than a name can be is cut.
    """
    if partition_by is PartitionBy.NONE:
        return ""
    if value is None or value == "":
        return f"{partition_by}={NULL}"
    text = str(value)
    while len(escaped := quote(text, safe="")) > _LONGEST:
        text = text[:-1]
    return f"{partition_by}={escaped}"
