"""`findings classify` by workers: what it writes is what one process does, whatever happens to them."""

from __future__ import annotations

import re
import sys
from functools import partial
from pathlib import Path

import pytest

from inspection_findings.commands.classification import Work
from inspection_findings.commands.distributed.crew import Crew
from inspection_findings.commands.inputs import Source
from inspection_findings.commands.sinks import KeptText
from inspection_findings.reporting.selection import Selection
from inspection_findings.reporting.writers import JsonLinesWriter

LETTER = "# What needs to improve\n\nCaseloads are too high. The quality of plans.\n\nLetter {}.\n"


@pytest.mark.parametrize("crew", ["workers", "cluster"])
def test_workers_write_and_say_what_one_process_does(findings, many, alone, crew, request, tmp_path):
    given = ("--workers", "2") if crew == "workers" else ("--cluster", request.getfixturevalue("cluster"))
    result = findings("classify", many, "-o", "out.jsonl", *given)
    assert result.exit_code == 1, result.stderr
    written, said = alone
    assert result.stderr == said
    assert (tmp_path / "out.jsonl").read_bytes() == written


@pytest.fixture
def letters(tmp_path):
    """A folder for some letters, in tasks of several."""

    def make(*names: str) -> Path:
        folder = tmp_path / "letters"
        folder.mkdir()
        for number in range(24):
            (folder / f"{number:02}.md").write_text(LETTER.format(number))
        for name in names:
            (folder / name).write_text(LETTER.format(name))
        return folder

    return make


def test_what_a_killed_worker_did_is_done_again(findings, letters, harmful, cluster):
    folder = letters("12-kill-once.md")
    result = findings("classify", folder, "-f", "jsonl", "--cluster", cluster)
    assert result.exit_code == 0
    # It has been killed by now, and the model does no harm any more.
    assert result.stdout == findings("classify", folder, "-f", "jsonl", "--jobs", "2").stdout
    assert "12-kill-once.md" in result.stdout
    [said] = [line for line in result.stderr.splitlines() if "again" in line]
    # With what else it had done, and not given away yet.
    assert re.fullmatch(r"findings: [1-4] of 9 tasks done again after a worker was lost", said)


def test_a_document_that_always_kills_its_worker_is_given_up_alone(findings, letters, harmful, cluster):
    folder = letters("12-kill.md")
    result = findings("classify", folder, "-f", "jsonl", "--cluster", cluster)
    assert result.exit_code == 1, result.stderr
    [failed] = [line for line in result.stderr.splitlines() if line.startswith(f"findings: {folder}")]
    assert "12-kill.md: its worker was ended again and again" in failed
    (folder / "12-kill.md").unlink()
    assert result.stdout == findings("classify", folder, "-f", "jsonl", "--jobs", "2").stdout


def test_a_document_that_harms_its_reader_costs_the_worker_nothing(findings, letters, harmful, cluster):
    folder = letters("05-crash.md", "15-hang.md")
    result = findings("classify", folder, "-f", "jsonl", "--cluster", cluster, "--timeout", "3")
    assert result.exit_code == 1, result.stderr
    failed = [line for line in result.stderr.splitlines() if line.startswith(f"findings: {folder}")]
    assert [line.partition(".md: ")[2][:40] for line in failed] == [
        "its reader was ended with exit code 3: t",
        "not read within 3 seconds: give --timeou",
    ]
    assert "again after" not in result.stderr
    for path in (folder / "05-crash.md", folder / "15-hang.md"):
        path.unlink()
    assert result.stdout == findings("classify", folder, "-f", "jsonl", "--jobs", "2").stdout


def test_the_model_is_loaded_once_a_worker(findings, letters, harmful, cluster):
    result = findings("classify", letters(), "-f", "jsonl", "--cluster", cluster)
    assert result.exit_code == 0
    assert 1 <= harmful.loads() <= 2


@pytest.mark.skipif(sys.platform != "linux", reason="no such paths elsewhere")
@pytest.mark.parametrize("first_is_seen", [False, True])
def test_documents_that_workers_do_not_see_are_sent(findings, letters, cluster, first_is_seen, monkeypatch):
    folder = letters()
    monkeypatch.chdir(folder)
    # Each process sees its own working folder there.
    paths = [Path("/proc/self/cwd", path.name) for path in sorted(folder.iterdir())]
    if first_is_seen:
        paths[0] = folder / "00.md"
    given = ["classify", *paths, "-f", "jsonl"]
    result = findings(*given, "--cluster", cluster)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == findings(*given, "--jobs", "2").stdout


def test_what_goes_while_it_waits_is_reported_as_ever(letters, cluster, shipped):
    folder = letters()
    sources = [Source(path.name, path) for path in sorted(folder.iterdir())]
    work = Work(shipped, Selection(), partial(KeptText, JsonLinesWriter))
    (folder / "07.md").unlink()
    parts = list(Crew(address=cluster).work_on(work, sources, lambda line: None))
    assert [part.messages for part in parts if part.messages] == [["findings: 07.md: no such file or folder"]]
    assert sum(part.summary.failures for part in parts) == 1
    assert parts[8].kept == work(sources[8]).kept
