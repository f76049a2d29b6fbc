"""Results kept while a run goes on: whatever is lost of the files, what appears in the end is the same."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection_findings.commands import unfinished
from inspection_findings.commands.journal import Header, ResumeError
from inspection_findings.commands.unfinished import Unfinished, journal_of, results_of
from inspection_findings.reporting.summary import Summary

HEADER = Header("1.0", "m" * 64, {})
BEGINNING = b"document,finding\n"


def go_on(target: Path, documents: dict[str, bytes], *, stop_after: int | None = None) -> list[str]:
    """Add what is missing, and let results appear unless it is stopped before; names of what was added."""
    added: list[str] = []
    with Unfinished(target, HEADER, BEGINNING) as kept:
        places = {}
        for name, results in documents.items():
            entry = kept.entries.get(name)
            if entry is not None and entry.place is not None:
                places[name] = entry.place
                continue
            if len(added) == stop_after:
                return added
            places[name] = kept.add(name, "0" * 64, results, Summary(documents=1))
            added.append(name)
        kept.finish([places[name] for name in documents])
    return added


def whole(documents: dict[str, bytes]) -> bytes:
    return BEGINNING + b"".join(documents.values())


@pytest.fixture
def target(tmp_path):
    return tmp_path / "o.csv"


DOCUMENTS = {name: f"{name},found\n".encode() * 3 for name in "abcdef"}


def test_results_appear_in_one_file_and_nothing_else_is_left(target):
    assert go_on(target, DOCUMENTS) == list(DOCUMENTS)
    assert target.read_bytes() == whole(DOCUMENTS)
    assert [path.name for path in target.parent.iterdir()] == ["o.csv"]


def test_until_then_what_was_there_stays(target):
    target.write_bytes(b"before")
    go_on(target, DOCUMENTS, stop_after=2)
    assert target.read_bytes() == b"before"
    assert sorted(path.name for path in target.parent.iterdir()) == [
        "o.csv",
        "o.csv.progress",
        "o.csv.unfinished",
    ]
    assert go_on(target, DOCUMENTS) == ["c", "d", "e", "f"]
    assert target.read_bytes() == whole(DOCUMENTS)


@settings(deadline=None)
@given(
    documents=st.dictionaries(st.text(max_size=3), st.binary(max_size=40), min_size=1, max_size=6),
    done=st.integers(0, 6),
    cut=st.tuples(st.integers(0, 2000), st.integers(0, 2000)),
    ending=st.tuples(st.binary(max_size=5), st.binary(max_size=5)),
)
def test_files_cut_off_anywhere_lead_to_the_same_results(documents, done, cut, ending):
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "o.csv"
        go_on(target, documents, stop_after=min(done, len(documents) - 1))
        journal, results = journal_of(target), results_of(target)
        # The first line is written in one step.
        first = journal.read_bytes().index(b"\n") + 1
        journal.write_bytes(journal.read_bytes()[: first + cut[0]] + ending[0])
        results.write_bytes(results.read_bytes()[: cut[1]] + ending[1])
        go_on(target, documents)
        assert target.read_bytes() == whole(documents)
        assert [path.name for path in Path(folder).iterdir()] == ["o.csv"]


def test_results_that_somebody_changed_are_made_again(target):
    go_on(target, DOCUMENTS, stop_after=4)
    data = results_of(target).read_bytes()
    results_of(target).write_bytes(data.replace(b"c,found", b"c,fOund", 1))
    assert go_on(target, DOCUMENTS) == ["c", "d", "e", "f"]
    assert target.read_bytes() == whole(DOCUMENTS)


def test_another_order_and_other_documents_are_laid_out_anew(target):
    go_on(target, DOCUMENTS, stop_after=4)
    asked = {"new": b"new,found\n", **{name: DOCUMENTS[name] for name in "dbfa"}}
    assert go_on(target, asked) == ["new", "f"]
    assert target.read_bytes() == whole(asked)
    assert [path.name for path in target.parent.iterdir()] == ["o.csv"]


@pytest.mark.parametrize("appeared", [True, False])
def test_stopped_when_results_had_appeared_and_the_journal_had_not_gone(target, appeared):
    go_on(target, DOCUMENTS, stop_after=5)
    kept = results_of(target).read_bytes()
    results_of(target).unlink()
    if appeared:
        target.write_bytes(kept)
    assert go_on(target, DOCUMENTS) == (["f"] if appeared else list(DOCUMENTS))
    assert target.read_bytes() == whole(DOCUMENTS)


def test_failures_are_noted_and_a_later_word_counts(target):
    with Unfinished(target, HEADER, BEGINNING) as kept:
        kept.add_failure("a", None, ["findings: a: empty"])
        kept.add("b", "0" * 64, b"b\n", Summary(documents=1))
        kept.add_failure("b", None, ["findings: b: gone"])
    with Unfinished(target, HEADER, BEGINNING) as kept:
        assert {name: entry.place for name, entry in kept.entries.items()} == {"a": None, "b": None}
        kept.discard()
    assert list(target.parent.iterdir()) == []


def test_results_without_a_journal_are_not_touched(target):
    results_of(target).write_bytes(b"of somebody else")
    with pytest.raises(ResumeError, match=r"as o\.csv\.progress is missing: move it away"):
        go_on(target, DOCUMENTS)
    assert results_of(target).read_bytes() == b"of somebody else"
    assert [path.name for path in target.parent.iterdir()] == ["o.csv.unfinished"]


def test_permissions_are_those_of_the_file_that_is_replaced(target):
    target.write_bytes(b"before")
    target.chmod(0o640)
    go_on(target, DOCUMENTS)
    assert target.stat().st_mode & 0o777 == 0o640


def test_results_are_on_the_disk_before_the_journal(target, monkeypatch):
    synced = []
    monkeypatch.setattr(unfinished, "_SYNC_AFTER", 0.0)
    monkeypatch.setattr(unfinished.os, "fsync", lambda number: synced.append(number))
    with Unfinished(target, HEADER, BEGINNING) as kept:
        synced.clear()
        for number in range(3):
            kept.add(str(number), None, b"x", Summary())
        results, journal = kept._results.fileno(), kept._journal.fileno()
    assert synced == [results, journal] * 3
