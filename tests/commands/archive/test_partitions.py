"""Names of folders hold whatever a report calls its authority."""

from __future__ import annotations

from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from inspection_findings.commands.archive.partitions import NULL, PartitionBy, folder_for


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300))
def test_a_value_stays_in_its_folder_and_is_read_back(value):
    folder = folder_for(PartitionBy.AUTHORITY, value)
    name, _, escaped = folder.partition("=")
    assert name == "authority"
    assert not set(folder) & set('/\\:*?"<>|\0') and len(folder.encode()) < 255
    assert value.startswith(unquote(escaped)) and unquote(escaped)
    assert unquote(escaped) == value or len(escaped) > 180


def test_what_is_not_known_has_the_folder_that_hive_has_for_it():
    assert folder_for(PartitionBy.YEAR, None) == f"year={NULL}"
    assert folder_for(PartitionBy.AUTHORITY, "") == f"authority={NULL}"
    assert folder_for(PartitionBy.YEAR, 2023) == "year=2023"
    assert folder_for(PartitionBy.NONE, None) == ""
