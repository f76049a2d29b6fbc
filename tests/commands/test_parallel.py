"""`findings classify` in several processes: what it writes and says is what one process does."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import time

import pytest

from inspection_findings.commands.classification import Work
from inspection_findings.commands.inputs import Source
from inspection_findings.commands.parallel import PARALLEL_FROM, processes
from workbooks import records


@pytest.fixture
def folder(tmp_path, letter):
    """Enough documents for several processes, one of them of no known format and one without a sentence."""
    many = tmp_path / "many"
    many.mkdir()
    for number in range(PARALLEL_FROM + 10):
        (many / f"{number:02}.md").write_text(letter.read_text() + f"\nPlans number {number} came late.\n")
    (many / "03.pdf").write_bytes(b"not a PDF")
    (many / "05.txt").write_text("-\n")
    return many


@pytest.mark.parametrize(
    "form",
    [("jsonl",), ("csv",), ("csv", "--bom"), ("csv", "--precision", "0.8"), ("jsonl", "--only-findings")],
)
def test_processes_write_and_say_what_one_does(run, folder, form):
    alone, together = (run("classify", folder, "--jobs", jobs, "--format", *form) for jobs in ("1", "3"))
    assert together.exit_code == alone.exit_code == 1
    assert together.stdout == alone.stdout
    assert together.stderr == alone.stderr
    assert "03.pdf: named .pdf but does not hold" in alone.stderr
    assert alone.stdout.count("number") >= PARALLEL_FROM


def test_an_output_file_and_the_closing_counts_are_the_same(run, folder, tmp_path):
    for jobs in ("1", "2"):
        run("classify", folder, "--jobs", jobs, "--output", tmp_path / f"{jobs}.csv")
    assert (tmp_path / "1.csv").read_bytes() == (tmp_path / "2.csv").read_bytes()


def harmed(document, harm):
    """A way to classify that does harm to the process at one document."""
    usual = Work.__call__

    def classify(worker, source):
        return harm() if source.path.name == document else usual(worker, source)

    return classify


def crash():
    # Without a word of it among the tests' own.
    faulthandler.disable()
    os.kill(os.getpid(), signal.SIGSEGV)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (crash, "its reader was ended by SIGSEGV"),
        (lambda: os._exit(3), "its reader was ended with exit code 3"),
        (lambda: time.sleep(60), "not read within 2 seconds: give --timeout"),
    ],
)
def test_a_document_that_ends_its_process_costs_the_others_nothing(run, folder, monkeypatch, harm, said):
    (folder / "03.pdf").unlink()
    before = run("classify", folder, "--jobs", "2", "--format", "jsonl").stdout.splitlines()
    monkeypatch.setattr(Work, "__call__", harmed("07.md", harm))
    result = run("classify", folder, "--jobs", "2", "--format", "jsonl", "--timeout", "2")
    assert result.exit_code == 1
    [line] = [line for line in result.stderr.splitlines() if "07.md" in line]
    assert said in line
    rest = [line for line in before if "07.md" not in line]
    assert result.stdout.splitlines() == rest
    assert len(rest) < len(before)


def test_a_workbook_is_the_same(run, folder, tmp_path):
    for jobs in ("1", "2"):
        run("classify", folder, "--jobs", jobs, "--output", tmp_path / f"{jobs}.xlsx")
    alone, together = ((tmp_path / f"{jobs}.xlsx").read_bytes() for jobs in ("1", "2"))
    assert len(records(alone, "Findings")) > PARALLEL_FROM
    for table in ("Findings", "Grades"):
        assert records(together, table) == records(alone, table)


def test_few_documents_and_pipes_are_read_by_this_process(tmp_path):
    files = [Source(str(number), tmp_path / str(number)) for number in range(PARALLEL_FROM)]
    assert processes(3, files) == 3
    assert processes(-1, files) >= 1
    assert processes(1, files) == 1
    assert processes(3, files[1:]) == 0
    with (tmp_path / "pipe").open("wb") as stream:
        assert processes(3, [*files, Source("pipe", stream=stream)]) == 0


def test_nonsense_is_refused(run, folder):
    result = run("classify", folder, "--jobs", "0")
    assert result.exit_code == 2
    assert "--jobs 0: 1 or more processes, or -1 for one a core" in result.stderr


def test_a_workbook_lacks_only_the_document_that_ended_its_process(run, folder, monkeypatch, tmp_path):
    monkeypatch.setattr(Work, "__call__", harmed("07.md", lambda: os._exit(3)))
    run("classify", folder, "--jobs", "2", "--output", tmp_path / "o.xlsx")
    grades = records((tmp_path / "o.xlsx").read_bytes(), "Grades")
    assert len(grades) == PARALLEL_FROM + 10
    assert not any(row["Document"].endswith("07.md") for row in grades)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere processes are not forked")
def test_a_process_can_leave_what_came_of_a_document_and_go_on():
    from inspection_findings.commands.parallel import _Forking

    reader, writer = _Forking().Pipe(duplex=False)
    with reader, writer:
        # More than a pipe holds by itself, and nobody reads meanwhile.
        os.set_blocking(writer.fileno(), False)
        writer.send_bytes(bytes(500_000))
        assert len(reader.recv_bytes()) == 500_000
