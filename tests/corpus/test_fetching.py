from __future__ import annotations

import hashlib

import pytest
from pydantic import ValidationError

from inspection_findings.corpus.catalogue import CatalogueEntry
from inspection_findings.corpus.fetching import Outcome, State, copy_documents, inspect_document, part_of
from inspection_findings.corpus.records import Source

BODY = b"%PDF-1.7 a letter about Fernshire"
OTHER = b"%PDF-1.7 a letter about Northmere"


def entry(body=BODY, *, name="fernshire-ilacs-2024-03-08", **fields):
    values = {
        "document": name,
        "source": "report",
        "authority": "fernshire",
        "framework": "ilacs",
        "sha256": hashlib.sha256(body).hexdigest(),
        "bytes": len(body),
        "file": f"reports/{name}.pdf",
    }
    return CatalogueEntry.model_validate(values | fields)


def digits(body):
    return hashlib.sha256(body).hexdigest()[:12]


def put(folder, file, body):
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    return path


def copy(source, folder, document=None, **options):
    [outcome] = copy_documents([document or entry()], source, folder, **options)
    return outcome


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "source"
    folder.mkdir()
    return folder


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "raw"


def files_below(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_inspection_tells_there_missing_and_another_file(folder):
    assert inspect_document(entry(), folder).state is State.MISSING
    place = put(folder, entry().file, BODY)
    assert inspect_document(entry(), folder) == Outcome(entry().document, State.THERE)
    place.write_bytes(OTHER)
    found = inspect_document(entry(), folder)
    assert found.state is State.CHANGED
    assert found.message == f"{place}: sha256 {digits(OTHER)}, expected {digits(BODY)}"


@pytest.mark.parametrize(("state", "at_hand"), [
    (State.THERE, True), (State.COPIED, True), (State.DOWNLOADED, True),
    (State.MISSING, False), (State.CHANGED, False), (State.FAILED, False),
])  # fmt: skip
def test_only_what_is_in_its_place_is_at_hand(state, at_hand):
    assert Outcome("x", state).at_hand is at_hand


@pytest.mark.parametrize(
    "where", ["reports/fernshire-ilacs-2024-03-08.pdf", "fernshire-ilacs-2024-03-08.pdf"]
)
def test_copies_from_the_listed_path_or_by_name(source, folder, where):
    put(source, where, BODY)
    assert copy(source, folder) == Outcome(entry().document, State.COPIED)
    assert (folder / entry().file).read_bytes() == BODY
    assert files_below(folder) == [entry().file]


def test_a_wrong_file_at_the_listed_path_does_not_hide_a_right_one_by_name(source, folder):
    put(source, entry().file, OTHER)
    put(source, "fernshire-ilacs-2024-03-08.pdf", BODY)
    assert copy(source, folder).state is State.COPIED
    assert (folder / entry().file).read_bytes() == BODY


@pytest.mark.parametrize("wrong", [OTHER, b"", BODY[:-1], BODY + b"\n", BODY * 1000])
def test_a_wrong_file_is_not_copied_and_both_checksums_are_named(source, folder, wrong):
    path = put(source, entry().file, wrong)
    outcome = copy(source, folder)
    assert outcome.state is State.FAILED
    assert outcome.message == f"{path}: sha256 {digits(wrong)}, expected {digits(BODY)}"
    assert not folder.exists()


def test_what_the_folder_lacks_is_missing(source, folder):
    assert copy(source, folder) == Outcome(entry().document, State.MISSING, f"not in {source}")


def test_what_is_there_and_right_is_left_alone(source, folder):
    place = put(folder, entry().file, BODY)
    put(source, entry().file, BODY)
    before = place.stat()
    assert copy(source, folder).state is State.THERE
    assert (place.stat().st_ino, place.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_another_file_in_its_place_gives_way_to_a_right_copy_and_is_reported(source, folder):
    place = put(folder, entry().file, OTHER)
    put(source, entry().file, BODY)
    outcome = copy(source, folder)
    assert outcome.state is State.COPIED
    assert "replaced another file" in outcome.message
    assert digits(OTHER) in outcome.message
    assert place.read_bytes() == BODY


@pytest.mark.parametrize("offered", [None, b"yet another"])
def test_another_file_in_its_place_stays_where_no_right_copy_is(source, folder, offered):
    place = put(folder, entry().file, OTHER)
    if offered is not None:
        put(source, entry().file, offered)
    outcome = copy(source, folder)
    assert outcome.state is (State.CHANGED if offered is None else State.FAILED)
    assert digits(offered or OTHER) in outcome.message
    assert place.read_bytes() == OTHER


def test_pretending_writes_nothing_and_still_tells_right_from_wrong(source, folder):
    put(source, entry().file, BODY)
    assert copy(source, folder, pretend=True).state is State.COPIED
    put(source, entry().file, OTHER)
    assert copy(source, folder, pretend=True).state is State.FAILED
    assert not folder.exists()


def test_specimens_are_verified_but_never_written(source, folder):
    specimen = entry(source=Source.SPECIMEN, file="specimens/fernshire.pdf")
    put(source, specimen.file, BODY)
    assert copy(source, folder, specimen).state is State.MISSING
    assert not folder.exists()
    place = put(folder, specimen.file, OTHER)
    assert copy(source, folder, specimen).state is State.CHANGED
    assert place.read_bytes() == OTHER
    place.write_bytes(BODY)
    assert copy(source, folder, specimen).state is State.THERE


def test_a_copy_makes_the_beginning_of_a_download_needless(source, folder):
    put(source, entry().file, BODY)
    part = part_of(entry(), folder)
    put(folder, f"{entry().file}.part", BODY[:5])
    assert part.exists()
    copy(source, folder)
    assert files_below(folder) == [entry().file]


def test_a_place_that_cannot_be_written_fails_alone(source, folder):
    (folder / entry().file).mkdir(parents=True)
    second = entry(OTHER, name="northmere-ilacs-2024-03-08")
    put(source, entry().file, BODY)
    put(source, second.file, OTHER)
    outcomes = list(copy_documents([entry(), second], source, folder))
    assert [outcome.state for outcome in outcomes] == [State.FAILED, State.COPIED]
    assert "directory" in outcomes[0].message
    assert files_below(folder) == [second.file]


@pytest.mark.parametrize(
    "file", ["../x.pdf", "/etc/x.pdf", "reports/../../x.pdf", "reports\\..\\x.pdf", "", ".", ".."]
)
def test_a_listed_file_cannot_leave_the_folder(file):
    with pytest.raises(ValidationError, match="below the folder"):
        entry(file=file)
