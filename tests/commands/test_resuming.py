"""`findings classify --resume`: stopped anywhere, what is there in the end is what one run writes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from inspection_findings.commands import unfinished
from inspection_findings.commands.parallel import PARALLEL_FROM
from inspection_findings.commands.unfinished import Unfinished
from inspection_findings.files import exclusive

FORMS = [("o.jsonl",), ("o.csv",), ("o.csv", "--bom", "--precision", "0.8"), ("o.jsonl", "--only-findings")]


@pytest.fixture
def letters(tmp_path, letter):
    """Eight letters, the fourth of which cannot be read."""
    folder = tmp_path / "letters"
    folder.mkdir()
    for number in range(8):
        (folder / f"{number}.md").write_text(letter.read_text() + f"\nPlans number {number} came late.\n")
    (folder / "3.md").write_bytes(b"")
    letter.unlink()
    return folder


@pytest.fixture
def stopped(run, monkeypatch):
    """Stop a run when so many documents were kept."""

    def begin(number, *words, error=KeyboardInterrupt):
        added = []

        def add(self, name, *rest):
            if len(added) == number:
                raise error
            added.append(name)
            return real(self, name, *rest)

        real = Unfinished.add
        with monkeypatch.context() as patch:
            patch.setattr(Unfinished, "add", add)
            result = run("classify", *words, "--resume")
        assert len(added) == number
        return result

    return begin


@pytest.fixture
def read(scorer, monkeypatch):
    """Names of the documents that the model is given."""
    names = []
    real = scorer.classify

    def classify(document):
        names.append(Path(document.name).name)
        return real(document)

    monkeypatch.setattr(scorer, "classify", classify)
    return names


def plain(run, letters, output="plain.jsonl", *words):
    """What a run writes and says that is not stopped."""
    result = run("classify", letters, "-o", output, *words)
    data = Path(output).read_bytes()
    Path(output).unlink()
    return data, result


def kept_beside(output):
    return {path.name for path in Path().iterdir() if path.name.startswith((output, f".{output}"))} - {output}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("number", [0, 2, 6])
def test_a_run_goes_on_where_it_was_stopped(run, letters, stopped, read, form, number):
    output, *options = form
    whole, said = plain(run, letters, f"plain{Path(output).suffix}", *options)
    first = stopped(number, letters, "-o", output, *options)
    assert first.exit_code == 130
    assert f"stopped: {number} of 8 documents are kept in" in first.stderr
    assert not Path(output).exists()
    assert kept_beside(output) == {f"{output}.unfinished", f"{output}.progress"}
    read.clear()
    again = run("classify", letters, "-o", output, "--resume", *options)
    assert Path(output).read_bytes() == whole
    assert kept_beside(output) == set()
    assert again.exit_code == said.exit_code == 1
    # The letter that failed is tried again.
    assert f"resumed: {number} of 8 were done" in again.stderr
    assert "3.md: " in again.stderr
    assert len(read) == 7 - number
    assert again.stderr.splitlines()[-2:] == said.stderr.splitlines()[-2:]


def test_it_can_be_stopped_time_and_again(run, letters, stopped):
    whole, _ = plain(run, letters)
    for _ in range(3):
        stopped(2, letters, "-o", "o.jsonl")
    run("classify", letters, "-o", "o.jsonl", "--resume")
    assert Path("o.jsonl").read_bytes() == whole


def test_processes_go_on_with_what_one_has_done_and_one_with_theirs(run, letters, stopped):
    for number in range(10, 10 + 2 * PARALLEL_FROM):
        (letters / f"{number}.md").write_text(f"Plans number {number} came late.\n")
    whole, _ = plain(run, letters)
    for jobs in ("1", "3", "1"):
        stopped(5, letters, "-o", "o.jsonl", "--jobs", jobs)
    assert run("classify", letters, "-o", "o.jsonl", "--jobs", "3", "--resume").exit_code == 1
    assert Path("o.jsonl").read_bytes() == whole


def test_without_a_stop_it_is_as_any_run(run, letters):
    whole, said = plain(run, letters)
    result = run("classify", letters, "-o", "o.jsonl", "--resume")
    assert Path("o.jsonl").read_bytes() == whole
    assert result.stderr == said.stderr
    assert kept_beside("o.jsonl") == set()


def test_a_document_that_has_changed_is_read_again(run, letters, stopped, read):
    stopped(3, letters, "-o", "o.jsonl")
    (letters / "1.md").write_text("Partners meet now.\n")
    whole, _ = plain(run, letters)
    read.clear()
    result = run("classify", letters, "-o", "o.jsonl", "--resume")
    assert Path("o.jsonl").read_bytes() == whole
    assert "resumed: 2 of 8 were done" in result.stderr
    assert "read again, as changed since: 1 document: letters/1.md" in result.stderr.replace(
        str(letters), "letters"
    )
    assert read == ["1.md", "4.md", "5.md", "6.md", "7.md"]


def test_documents_that_went_or_came_are_left_out_or_in(run, letters, stopped):
    stopped(3, letters, "-o", "o.jsonl")
    (letters / "1.md").unlink()
    (letters / "0a.md").write_text("Partners meet now.\n")
    whole, said = plain(run, letters)
    result = run("classify", letters, "-o", "o.jsonl", "--resume")
    assert Path("o.jsonl").read_bytes() == whole
    assert "done before, and left out as not asked for now: 1 document: " in result.stderr
    assert result.stderr.splitlines()[-2:] == said.stderr.splitlines()[-2:]


def test_a_document_that_can_be_read_now_takes_its_place(run, letters, stopped):
    stopped(5, letters, "-o", "o.jsonl")
    (letters / "3.md").write_text("Plans are good now.\n")
    whole, _ = plain(run, letters)
    assert run("classify", letters, "-o", "o.jsonl", "--resume").exit_code == 0
    assert Path("o.jsonl").read_bytes() == whole


def test_a_document_that_can_no_longer_be_read_is_a_failure(run, letters, stopped):
    stopped(5, letters, "-o", "o.jsonl")
    (letters / "1.md").write_bytes(b"")
    whole, _ = plain(run, letters)
    result = run("classify", letters, "-o", "o.jsonl", "--resume")
    assert Path("o.jsonl").read_bytes() == whole
    assert "2 could not be read" in result.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--precision", "0.8"), "--precision off (now 0.8)"),
        (("--only-findings",), "--only-findings off (now on)"),
        (("--domain", "voice"), "--domain off (now voice)"),
        (("--format", "csv"), "--format jsonl (now csv)"),
        (("--model", "other"), "another model"),
    ],
)
def test_what_was_begun_otherwise_is_refused(run, letters, stopped, options, said):
    stopped(2, letters, "-o", "o.jsonl")
    Path("other").mkdir()
    Path("other/model.json").write_text("{}")
    before = {name: Path(name).read_bytes() for name in kept_beside("o.jsonl")}
    result = run("classify", letters, "-o", "o.jsonl", "--resume", *options)
    assert result.exit_code == 2
    [line] = [line for line in result.stderr.splitlines() if "error" in line]
    assert f"begun with {said}" in line
    assert {name: Path(name).read_bytes() for name in kept_beside("o.jsonl")} == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("letters", "-o", "o.xlsx"), "the format here is xlsx"),
        (("letters",), "the format here is table"),
        (("letters", "-f", "jsonl"), "give --output findings.jsonl"),
        (("letters", "-f", "jsonl", "-o", "-"), "give --output findings.jsonl"),
        (("letters", "-f", "jsonl", "-o", "pipe"), "which pipe is not"),
        (("lines.jsonl", "-o", "o.jsonl"), "not for JSON Lines"),
        (("-", "-o", "o.jsonl"), "can be read only once"),
    ],
)
def test_what_cannot_be_gone_on_with_is_refused(run, letters, words, said):
    os.mkfifo("pipe")
    Path("lines.jsonl").write_text('{"id": 1, "text": "Plans"}\n')
    result = run("classify", *words, "--resume", stdin="Plans are late.\n")
    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    assert line.startswith("findings: error: --resume")
    assert said in line


def test_of_two_at_once_the_second_is_told_of_the_first(run, letters, monkeypatch, tmp_path):
    monkeypatch.setattr(unfinished, "_LONGEST_WAIT", 0.0)
    monkeypatch.setattr(sys, "argv", ["findings", "classify", "letters"])
    with exclusive(tmp_path, name=".o.jsonl.lock", stays=False):
        result = run("classify", letters, "-o", "o.jsonl", "--resume")
    assert result.exit_code == 2
    assert f"`findings classify letters` (process {os.getpid()}, since " in result.stderr
    assert kept_beside("o.jsonl") == set()


def test_a_run_without_the_option_says_that_another_can_be_gone_on_with(run, letters, stopped):
    stopped(2, letters, "-o", "o.jsonl")
    result = run("classify", letters, "-o", "o.jsonl")
    assert "o.jsonl.progress: a run was stopped here: with --resume it would go on" in result.stderr
    assert kept_beside("o.jsonl") == {"o.jsonl.unfinished", "o.jsonl.progress"}


def test_nothing_is_left_where_nothing_could_be_read(run, letters):
    for path in letters.iterdir():
        path.write_bytes(b"")
    Path("o.jsonl").write_text("before")
    assert run("classify", letters, "-o", "o.jsonl", "--resume").exit_code == 1
    assert Path("o.jsonl").read_text() == "before"
    assert kept_beside("o.jsonl") == set()


def test_a_link_is_followed_to_the_file_that_is_written(run, letters, stopped):
    whole, _ = plain(run, letters)
    Path("kept").mkdir()
    Path("o.jsonl").symlink_to("kept/results.jsonl")
    stopped(2, letters, "-o", "o.jsonl")
    run("classify", letters, "-o", "o.jsonl", "--resume")
    assert Path("o.jsonl").is_symlink()
    assert Path("kept/results.jsonl").read_bytes() == whole
