import os

import pytest

from benchmarks.documents import deal, gather, lay_out


def folder_of(path, sizes):
    path.mkdir()
    for number, size in enumerate(sizes):
        (path / f"{number}.pdf").write_bytes(bytes(size))
    return path


def test_reports_come_before_specimens(tmp_path):
    specimens = folder_of(tmp_path / "specimens", [1, 2])
    assert gather(tmp_path / "none", specimens, 2).kind == "specimen letters"
    reports = folder_of(tmp_path / "reports", [5, 6, 7])
    found = gather(reports, specimens, 2)
    assert found.kind == "reports"
    assert {path.parent for path in found.paths} == {reports}
    assert found == gather(reports, specimens, 2)


def test_documents_come_again_where_there_are_too_few(tmp_path):
    found = gather(tmp_path, folder_of(tmp_path / "specimens", [1, 2, 3]), 7)
    assert len(found.paths) == 7
    assert found.distinct == len(set(found.paths)) == 3
    laid = lay_out(found.paths, tmp_path / "out")
    files = sorted(laid.iterdir())
    assert [file.read_bytes() for file in files] == [path.read_bytes() for path in found.paths]
    assert len({os.path.realpath(file) for file in files}) == 7


def test_nothing_to_read_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError, match="no PDF"):
        gather(tmp_path, tmp_path, 1)


def test_the_typical_document_is_of_the_middle_size(tmp_path):
    found = gather(tmp_path, folder_of(tmp_path / "specimens", [9, 1, 5]), 3)
    assert found.typical.stat().st_size == 5


def test_shares_are_about_as_large_and_lose_none(tmp_path):
    found = gather(tmp_path, folder_of(tmp_path / "specimens", [100, 60, 50, 40, 30, 10]), 6)
    shares = deal(found.paths, 2)
    assert sorted(path for share in shares for path in share) == sorted(found.paths)
    sizes = [sum(path.stat().st_size for path in share) for share in shares]
    assert max(sizes) - min(sizes) <= 10
    with pytest.raises(ValueError, match="too few"):
        deal(found.paths[:1], 2)
