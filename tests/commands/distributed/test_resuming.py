"""`findings classify --resume` by workers: killed and gone on with, it is as one process writes it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from inspection_findings.commands.classification import Work
from inspection_findings.commands.distributed.crew import Crew
from inspection_findings.commands.inputs import Source
from inspection_findings.commands.sinks import KeptText
from inspection_findings.reporting.selection import Selection
from inspection_findings.reporting.writers import JsonLinesWriter

KEPT = 20
LETTER = "# What needs to improve\n\nCaseloads are too high. The quality of plans.\n\nLetter {}.\n"


def kill_when_some_are_kept(words, folder):
    """Run the command line in a folder, and kill it when its journal has so many documents."""
    command = [sys.executable, "-m", "inspection_findings", *map(str, words)]
    with (folder / "said.txt").open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)
    journal = folder / "out.jsonl.progress"
    last = time.monotonic() + 60
    while not (journal.exists() and journal.read_bytes().count(b"\n") > KEPT):
        assert process.poll() is None, (folder / "said.txt").read_text()
        assert time.monotonic() < last
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.mark.parametrize(
    ("begun", "ended"),
    [("--jobs", "cluster"), ("cluster", "--jobs"), ("--workers", "--workers")],
)
def test_a_command_that_is_killed_goes_on_with_whatever_workers(
    findings, many, alone, cluster, begun, ended, tmp_path
):
    crew = {"cluster": ("--cluster", cluster), "--jobs": ("--jobs", 1), "--workers": ("--workers", 2)}
    words = ("classify", many, "-o", "out.jsonl", "--resume", "--failures", "f.json")
    kill_when_some_are_kept((*words, *crew[begun]), tmp_path)
    assert not (tmp_path / "out.jsonl").exists()
    assert json.loads((tmp_path / "f.json").read_text())["complete"] is False
    result = findings(*words, *crew[ended])
    assert result.exit_code == 1, result.stderr
    written, said = alone
    assert (tmp_path / "out.jsonl").read_bytes() == written
    [resumed, *rest] = result.stderr.splitlines()
    assert resumed.startswith("findings: resumed: ")
    assert rest == said.splitlines()
    account = json.loads((tmp_path / "f.json").read_text())
    assert (account["asked"], account["read"], account["failed"]) == (200, 199, 1)
    assert account["kept"] >= KEPT
    assert f"resumed: {account['kept']} of 200 were done" in resumed


def test_a_document_is_shown_before_it_is_handed_out(cluster, shipped, tmp_path):
    for number in range(30):
        (tmp_path / f"{number:02}.md").write_text("-\n")
    sources = [Source(path.name, path) for path in sorted(tmp_path.iterdir())]
    shown = []

    def show(source):
        shown.append(source)
        source.path.write_text(LETTER.format(source.name))

    work = Work(shipped, Selection(), partial(KeptText, JsonLinesWriter))
    parts = []
    for part in Crew(address=cluster).work_on(work, sources, pytest.fail, show=show):
        parts.append(part)
        # A few tasks ahead at most, so that what is kept of each takes little.
        assert len(parts) <= len(shown) <= len(parts) + 2 * 3 * 3 + 3
    assert shown == sources
    # What stood there when it was shown was not read.
    assert all(b"Caseloads" in part.kept for part in parts)


def test_what_failed_is_told_whoever_read_it(findings, harmful, cluster, tmp_path):
    folder = tmp_path / "letters"
    folder.mkdir()
    for number in range(24):
        (folder / f"{number:02}.md").write_text(LETTER.format(number))
    for name in ("05-crash.md", "12-kill-once.md", "15-hang.md"):
        (folder / name).write_text(LETTER.format(name))
    (folder / "07.pdf").write_bytes(b"not a PDF")
    words = ("classify", folder, "-f", "jsonl", "--timeout", "3", "--failures", "f.json")
    result = findings(*words, "--cluster", cluster, "--fail-on", "20%")
    assert result.exit_code == 0, result.stderr
    assert "done again after a worker was lost" in result.stderr
    account = json.loads((tmp_path / "f.json").read_text())
    assert [(Path(each["name"]).name, each["code"], each["try_again"]) for each in account["failures"]] == [
        ("05-crash.md", "crashed", True), ("07.pdf", "damaged", False), ("15-hang.md", "too_slow", True)
    ]  # fmt: skip
    assert (account["asked"], account["read"], account["failed"]) == (28, 25, 3)
    # Nothing of what is in them is told.
    assert "Caseloads" not in (tmp_path / "f.json").read_text()
    for name in ("05-crash.md", "07.pdf", "15-hang.md"):
        (folder / name).unlink()
    assert result.stdout == findings("classify", folder, "-f", "jsonl", "--jobs", "2").stdout
