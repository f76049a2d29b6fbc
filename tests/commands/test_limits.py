"""Options that bound what a document may cost."""

from __future__ import annotations

import pytest

import hostile_documents as hostile
from inspection_findings.commands.limits import limits_of
from inspection_findings.documents.limits import USUAL


def test_options_say_the_limits():
    limits = limits_of(2.5, 7, 900)
    assert (limits.seconds, limits.pages, limits.bytes) == (2.5, 7, 900)
    assert limits.memory == USUAL.memory


@pytest.mark.parametrize("command", [("classify", "-f", "jsonl"), ("read", "-f", "json")])
def test_both_commands_hold_documents_to_them(run, tmp_path, command):
    (tmp_path / "a.txt").write_bytes(hostile.LETTER.encode())
    (tmp_path / "b.pdf").write_bytes(hostile.pdf_pages(3, hostile.LINE))
    assert run(*command, "a.txt").exit_code == 0
    small = run(*command, "--max-bytes", "50", "a.txt")
    assert small.exit_code == 1
    assert small.stderr.startswith("findings: a.txt: larger than 50 bytes: give --max-bytes")
    few = run(*command, "--max-pages", "2", "b.pdf")
    assert few.exit_code == 1
    assert few.stderr.startswith("findings: b.pdf: 3 pages, more than 2: give --max-pages")


@pytest.mark.parametrize("option", [("--timeout", "0"), ("--max-pages", "0"), ("--max-bytes", "-1")])
def test_what_would_refuse_everything_is_refused(run, letter, option):
    assert run("classify", *option, letter).exit_code == 2


def test_a_document_that_comes_through_a_pipe_is_held_to_them_too(run):
    done = run("classify", "--max-bytes", "50", "-", stdin=hostile.LETTER)
    assert done.exit_code == 1
    assert done.stderr.startswith("findings: <stdin>: larger than 50 bytes: give --max-bytes")
