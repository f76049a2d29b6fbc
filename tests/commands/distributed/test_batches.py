"""Documents grouped into tasks by their bytes, and how each is given to a worker."""

from __future__ import annotations

import pytest

from inspection_findings.commands.distributed import batches
from inspection_findings.commands.failures import Failure, Kind
from inspection_findings.commands.inputs import Source
from inspection_findings.documents.limits import Limits


@pytest.fixture
def sources(tmp_path, monkeypatch):
    monkeypatch.setattr(batches, "ENOUGH", 100)

    def make(*sizes: int) -> list[Source]:
        for number, size in enumerate(sizes):
            (tmp_path / f"{number}.txt").write_bytes(b"x" * size)
        return [Source(f"{number}.txt", tmp_path / f"{number}.txt") for number in range(len(sizes))]

    return make


@pytest.mark.parametrize(
    ("sizes", "groups"),
    [
        ((10, 10, 10), [[10, 10, 10]]),
        ((60, 60, 60), [[60, 60], [60]]),
        ((10, 200, 10), [[10], [200], [10]]),
        ((1, 1, 1, 1, 1), [[1, 1, 1, 1], [1]]),
        ((), []),
    ],
)
def test_small_documents_go_together_and_large_ones_alone(sources, sizes, groups):
    found = [[each.path.stat().st_size for each in group] for group in batches.grouped(sources(*sizes), 4)]
    assert found == groups


def test_a_file_that_is_not_there_is_in_a_group_all_the_same(sources, tmp_path):
    given = [*sources(5), Source("gone", tmp_path / "gone")]
    assert list(batches.grouped(given, 4)) == [given]
    found = Failure("gone", "no such file or folder", Kind.MISSING)
    assert batches.located(given[1]).failure == batches.enclosed(given[1]).failure == found


def test_a_place_does_not_depend_on_the_working_folder(sources, tmp_path, monkeypatch):
    sources(7)
    monkeypatch.chdir(tmp_path)
    parcel = batches.located(Source("0.txt"))
    assert (parcel.source.name, parcel.source.path, parcel.size) == ("0.txt", tmp_path / "0.txt", 7)


def test_no_more_is_sent_than_is_read(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"x" * 50)
    parcel = batches.enclosed(Source("a.txt", tmp_path / "a.txt", limits=Limits(bytes=10)))
    assert parcel.source.stream.read() == b"x" * 11
    with pytest.raises(ValueError, match="larger than 10 bytes"):
        batches.enclosed(Source("a.txt", tmp_path / "a.txt", limits=Limits(bytes=10))).source.read()


def test_what_is_in_a_store_is_left_to_the_worker(sources):
    far = Source("s3://letters/a.pdf", url="s3://letters/a.pdf", size=200)
    for give in (batches.located, batches.enclosed):
        parcel = give(far)
        assert (parcel.source, parcel.size, parcel.failure) == (far, None, None)
    [small] = sources(10)
    unknown = Source("s3://letters/b.pdf", url="s3://letters/b.pdf")
    assert list(batches.grouped([small, far, unknown, small], 4)) == [[small], [far], [unknown, small]]
