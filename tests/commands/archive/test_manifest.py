from __future__ import annotations

import json
from dataclasses import replace

import pytest

from inspection_findings.commands.archive.manifest import ArchiveError, Manifest, generation_named, settle
from inspection_findings.commands.journal import Header

MANIFEST = Manifest(Header("1", "0" * 64, {"--partition-by": "year"}), ("model", "2"), generation_named(7))


def test_what_is_written_is_read_back(tmp_path):
    assert Manifest.read(tmp_path) is None
    MANIFEST.write(tmp_path)
    assert Manifest.read(tmp_path) == MANIFEST
    assert MANIFEST.next_number == 8 and replace(MANIFEST, generation=None).next_number == 1


@pytest.mark.parametrize(
    "change", [{"generation": "../elsewhere"}, {"model": None}, {"options": {"--partition-by": "week"}}]
)
def test_what_is_damaged_is_refused(tmp_path, change):
    MANIFEST.write(tmp_path)
    place = tmp_path / "archive.json"
    place.write_text(json.dumps({**json.loads(place.read_text()), **change}))
    with pytest.raises(ArchiveError):
        Manifest.read(tmp_path)


def test_settling_shows_one_generation_and_takes_away_what_is_left_of_others(tmp_path):
    for number in (1, 2, 3):
        (tmp_path / generation_named(number)).mkdir()
    (tmp_path / ".next.lock").touch()
    (tmp_path / "mine.txt").touch()
    for _ in range(2):
        settle(tmp_path, generation_named(2))
        assert {path.name for path in tmp_path.iterdir()} == {"generation-000002", "current", "mine.txt"}
        assert (tmp_path / "current").readlink().name == generation_named(2)


def test_the_generation_before_can_stay(tmp_path):
    for number in (1, 2, 3):
        (tmp_path / generation_named(number)).mkdir()
    settle(tmp_path, generation_named(3), before=generation_named(2))
    assert {path.name for path in tmp_path.glob("generation-*")} == {"generation-000002", "generation-000003"}
    settle(tmp_path, generation_named(3))
    assert {path.name for path in tmp_path.glob("generation-*")} == {"generation-000003"}
