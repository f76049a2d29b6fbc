"""The journal of a run: whose it is, and up to where it can be relied on."""

from __future__ import annotations

import json

import pytest

from inspection_findings.commands.journal import Entry, Header, Place, ResumeError, entries
from inspection_findings.reporting.summary import Summary

HEADER = Header("1.0", "m" * 64, {"--explain": False, "--domain": [], "--precision": None})


@pytest.fixture
def journal(tmp_path):
    path = tmp_path / "o.jsonl.progress"
    HEADER.begin(path)
    return path


def fill(journal, *made):
    with journal.open("ab") as stream:
        for entry in made:
            stream.write(entry.to_line())


DONE = Entry.of_done("a.md", "1" * 64, Place(0, 5, "2" * 64), Summary(documents=1, sentences=7))
FAILED = Entry.of_failed("b\udce9.md", None, ["findings: b.md: empty"])


def test_entries_come_back_in_their_order(journal):
    start = HEADER.check(journal)
    fill(journal, DONE, FAILED)
    found = list(entries(journal, start))
    assert [entry for entry, _ in found] == [DONE, FAILED]
    assert found[0][0].summary() == Summary(documents=1, sentences=7)
    assert found[-1][1] == journal.stat().st_size


@pytest.mark.parametrize(
    "damage",
    [
        DONE.to_line()[:-1],
        DONE.to_line()[:40] + b"\n",
        b"\0" * 4096,
        b"\n",
        b"[]\n",
        b"null\n",
        b'{"name": 1, "sha256": null, "outcome": "failed"}\n',
        DONE.to_line().replace(b'"sentences":7', b'"sentences":-7'),
        DONE.to_line().replace(b'"start":0,', b""),
    ],
)
def test_what_stands_behind_a_damaged_line_is_not_relied_on(journal, damage):
    start = HEADER.check(journal)
    fill(journal, FAILED)
    end = journal.stat().st_size
    with journal.open("ab") as stream:
        stream.write(damage + DONE.to_line())
    assert list(entries(journal, start)) == [(FAILED, end)]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (Header("1.1", HEADER.model, HEADER.options), "version 1.0 of this program (now 1.1)"),
        (Header("1.0", "n" * 64, HEADER.options), "another model"),
        (Header("1.0", "m" * 64, {**HEADER.options, "--explain": True}), "--explain off (now on)"),
        (Header("1.0", "m" * 64, {**HEADER.options, "--precision": 0.9}), "--precision off (now 0.9)"),
        (
            Header("1.0", "m" * 64, {**HEADER.options, "--domain": ["voice", "workforce"]}),
            "--domain off (now voice and workforce)",
        ),
        (Header("1.0", "m" * 64, {**HEADER.options, "--new": 3}), "--new off (now 3)"),
    ],
)
def test_a_run_that_was_asked_for_something_else_is_refused(journal, other, said):
    with pytest.raises(ResumeError) as raised:
        other.check(journal)
    assert f"begun with {said}: give the same again, or delete it and o.jsonl.unfinished" in str(raised.value)


def test_all_differences_are_named(journal):
    with pytest.raises(ResumeError, match="another model, --explain off"):
        Header("1.0", "n" * 64, {**HEADER.options, "--explain": True}).check(journal)


def test_another_version_of_the_journal_is_refused(journal):
    journal.write_bytes(journal.read_bytes().replace(b'"version": 1', b'"version": 2'))
    with pytest.raises(ResumeError, match="begun with another version of this program"):
        HEADER.check(journal)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"half of it is done\n",
        b"[]\n",
        b"{}\n",
        b'"journal"\n',
        json.dumps({"journal": "diary"}).encode(),
    ],
)
def test_a_file_of_somebody_else_is_refused(journal, content):
    journal.write_bytes(content)
    with pytest.raises(ResumeError, match="is not from a run with --resume"):
        HEADER.check(journal)
