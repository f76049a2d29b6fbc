"""Every kind of failure, from inputs that fail in that way."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import pytest

import hostile_documents as hostile
from inspection_findings.commands.classification import Work
from inspection_findings.commands.failures import Kind, kind_of
from inspection_findings.commands.parallel import PARALLEL_FROM

QUOTED = "Caseloads are too high"


def refused(name):
    return lambda path: path.write_bytes(hostile.REFUSED[name][0]())


def listed(line):
    def make(path):
        path.write_text(hostile.LETTER)
        Path("list.csv").write_text(f"path,sha256\n{line}\n")

    return make


# What stands there, under which name, and with which options it is read.
BROKEN = {
    Kind.MISSING: ("gone.pdf", lambda path: None, ()),
    Kind.NO_DOCUMENTS: ("empty", lambda path: path.mkdir(), ()),
    Kind.ENCRYPTED: ("a.pdf", refused("encrypted.pdf"), ()),
    Kind.NO_TEXT: ("a.pdf", refused("scanned.pdf"), ()),
    Kind.UNSUPPORTED: ("a.bin", refused("noise.bin"), ()),
    Kind.DAMAGED: ("a.docx", refused("lying.docx"), ()),
    Kind.CHANGED: ("a.txt", listed(f"a.txt,{'0' * 64}"), ("--manifest", "list.csv")),
    Kind.BAD_ENTRY: ("list.csv", listed("a.txt,no digest"), ("--manifest", "list.csv")),
    Kind.TOO_LARGE: ("a.txt", lambda path: path.write_text(hostile.LETTER), ("--max-bytes", "20")),
    Kind.BAD_LINE: ("a.jsonl", lambda path: path.write_text('{"id": 1}\n'), ()),
}
# What cannot be had from a file in every place that tests run in.
BY_ERROR = {
    Kind.NO_PERMISSION: PermissionError(13, "Permission denied"),
    Kind.NOT_A_FILE: IsADirectoryError(21, "Is a directory"),
    Kind.IO_ERROR: OSError(5, "Input/output error"),
}
BY_HARM = {
    Kind.TOO_SLOW: lambda: time.sleep(60),
    Kind.CRASHED: lambda: os._exit(3),
    Kind.UNEXPECTED: lambda: {}[QUOTED],
}


def failures_of(path="failures.json"):
    return json.loads(Path(path).read_text())["failures"]


@pytest.mark.parametrize("kind", BROKEN)
def test_a_file_that_is_broken_has_its_code(run, tmp_path, kind):
    name, make, options = BROKEN[kind]
    make(tmp_path / name)
    named = () if "--manifest" in options else (name,)
    result = run("classify", *named, "-o", "o.jsonl", "--failures", "failures.json", *options)
    [failure] = failures_of()
    assert (failure["name"], failure["code"], failure["try_again"]) == (name, kind, False)
    # In the words that were said.
    assert f"findings: {name}: {failure['reason']}" in result.stderr.splitlines()


@pytest.mark.parametrize("kind", BY_ERROR)
def test_what_the_system_says_has_its_code(kind):
    assert kind_of(BY_ERROR[kind]) is kind


@pytest.mark.skipif(sys.platform != "linux", reason="no such file elsewhere")
def test_a_file_that_the_system_cannot_read_may_be_read_another_time(run):
    result = run("classify", "/proc/self/mem", "-o", "o.jsonl", "--failures", "failures.json")
    assert result.exit_code == 1
    [failure] = failures_of()
    assert (failure["code"], failure["try_again"]) == ("io_error", True)


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("kind", BY_HARM)
def test_what_harms_its_process_has_its_code(run, letter, tmp_path, monkeypatch, kind, jobs):
    folder = tmp_path / "letters"
    folder.mkdir()
    for number in range(PARALLEL_FROM):
        (folder / f"{number:02}.md").write_text(letter.read_text())
    usual = Work.__call__

    def classify(work, source):
        if source.path.name == "07.md":
            # As a model that fails at a document, which is seen where its findings are asked for.
            if kind is Kind.UNEXPECTED:
                monkeypatch.setattr(work.scorer, "classify", lambda document: BY_HARM[kind]())
            else:
                BY_HARM[kind]()
        return usual(work, source)

    monkeypatch.setattr(Work, "__call__", classify)
    words = ("classify", folder, "--jobs", jobs, "-o", "o.jsonl", "--timeout", "2")
    result = run(*words, "--failures", "failures.json")
    failure = failures_of()[0]
    assert (failure["name"], failure["code"]) == (str(folder / "07.md"), kind)
    assert failure["try_again"] is (kind is not Kind.UNEXPECTED)
    # What a library says may quote a document: on the terminal it helps, and it is not kept.
    assert (QUOTED in result.stderr) is (kind is Kind.UNEXPECTED)
    assert QUOTED not in Path("failures.json").read_text()


def test_no_code_goes_without_a_test():
    assert {*BROKEN, *BY_ERROR, *BY_HARM} == set(Kind)
