"""How a run ended: its exit code, and the file that says what failed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest

from inspection_findings.commands.unfinished import Unfinished
from made_metadata import METADATA

ACCOUNT = ("--failures", "f.json")


@pytest.fixture
def letters(tmp_path, letter):
    """Eight letters, two of which cannot be read, and a picture."""
    folder = tmp_path / "letters"
    folder.mkdir()
    for number in range(8):
        (folder / f"{number}.md").write_text(letter.read_text() + f"\nPlans number {number} came late.\n")
    (folder / "3.md").write_bytes(b"")
    (folder / "5.md").write_bytes(bytes(range(256)) * 40)
    (folder / "picture.jpg").write_bytes(b"\xff\xd8")
    letter.unlink()
    return folder


def account(path="f.json"):
    return json.loads(Path(path).read_text("ascii"))


def listed():
    return [(Path(each["name"]).name, each["code"]) for each in account()["failures"]]


@pytest.mark.parametrize("command", [("classify", "o.jsonl"), ("classify", "o.xlsx"), ("overview", "o.db")])
def test_what_was_asked_read_and_failed_is_in_the_file(run, letters, command):
    name, output = command
    before = datetime.now(UTC).replace(microsecond=0)
    result = run(name, letters, "gone.pdf", "-o", output, *ACCOUNT)
    assert result.exit_code == 1, result.stderr
    said = account()
    started, ended = (datetime.fromisoformat(said[each]) for each in ("started", "ended"))
    assert before <= started <= ended <= datetime.now(UTC)
    assert {key: said[key] for key in ("account", "version", "command", "software", "model")} == {
        "account": "findings run",
        "version": 1,
        "command": name,
        "software": version("inspection-findings"),
        "model": {"name": METADATA.name, "version": METADATA.version},
    }
    assert {key: said[key] for key in ("complete", "exit_code", "fail_on", "unit")} == {
        "complete": True, "exit_code": 1, "fail_on": "any", "unit": "documents"
    }  # fmt: skip
    assert {key: said[key] for key in ("asked", "read", "kept", "failed", "passed_over")} == {
        "asked": 9, "read": 6, "kept": 0, "failed": 3, "passed_over": 1
    }  # fmt: skip
    assert said["per_second"] == pytest.approx(9 / said["seconds"], rel=0.1)
    assert listed() == [("gone.pdf", "missing"), ("3.md", "no_text"), ("5.md", "unsupported")]
    assert [f"findings: {each['name']}: {each['reason']}" for each in said["failures"]] == [
        line for line in result.stderr.splitlines() if any(name in line for name in ("gone", "3.md", "5.md"))
    ]


def test_a_run_of_which_nothing_failed_lists_nothing(run, letter):
    assert run("classify", letter, "-o", "o.csv", *ACCOUNT).exit_code == 0
    assert (account()["failures"], account()["exit_code"], account()["read"]) == ([], 0, 1)


def test_lines_are_counted_as_lines(run, tmp_path):
    (tmp_path / "a.jsonl").write_text('{"id": 1, "text": "Plans."}\n{"id": 2}\n{"id": 3, "text": "Plans."}\n')
    assert run("classify", "a.jsonl", *ACCOUNT, "--fail-on", "50%").exit_code == 0
    assert {key: account()[key] for key in ("unit", "asked", "read", "failed")} == {
        "unit": "lines", "asked": 3, "read": 2, "failed": 1
    }  # fmt: skip
    assert listed() == [("a.jsonl", "bad_line")]


@pytest.mark.parametrize("command", [("classify", "o.jsonl"), ("overview", "o.html")])
@pytest.mark.parametrize(
    ("fail_on", "code"), [("any", 1), ("2", 1), ("3", 0), ("25%", 1), ("26%", 0), ("all", 0), ("never", 0)]
)
def test_the_share_that_failed_decides_the_exit_code_and_which_is_said(run, letters, command, fail_on, code):
    name, output = command
    result = run(name, letters, "-o", output, *ACCOUNT, "--fail-on", fail_on)
    assert result.exit_code == account()["exit_code"] == code
    assert account()["fail_on"] == fail_on
    ending = f"findings: 2 of 8 documents failed: exit code {code}, with --fail-on {fail_on}"
    assert (ending in result.stderr.splitlines()) is (fail_on != "any")
    assert Path(output).exists()


@pytest.mark.parametrize("command", [("classify", "o.jsonl"), ("overview", "o.html")])
@pytest.mark.parametrize(("fail_on", "code"), [("any", 1), ("all", 1), ("never", 0)])
def test_a_run_of_which_all_failed_writes_nothing_but_its_account(run, letters, command, fail_on, code):
    name, output = command
    for path in letters.glob("*.md"):
        path.write_bytes(b"")
    assert run(name, letters, "-o", output, *ACCOUNT, "--fail-on", fail_on).exit_code == code
    assert (account()["failed"], account()["read"], len(listed())) == (8, 0, 8)
    assert not Path(output).exists()


@pytest.mark.parametrize("command", ["classify", "overview"])
@pytest.mark.parametrize("fail_on", ["any", "never"])
def test_where_nothing_is_there_the_exit_code_is_2_whatever_may_fail(run, command, fail_on):
    assert run(command, "gone", *ACCOUNT, "--fail-on", fail_on).exit_code == 2
    assert (account()["exit_code"], account()["model"], listed()) == (2, None, [("gone", "missing")])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--failures", "f.txt"), "--failures f.txt: is JSON: end the name in .json"),
        (("--failures", "no/f.json"), "--failures no/f.json: there is no folder no"),
        (("--failures", "folder.json"), "--failures folder.json: is a folder"),
        (("--failures", "o.json", "-o", "o.json", "-f", "jsonl"), "o.json: is where results go"),
        (("--failures", "letter.json"), "letter.json: is a document that is to be read"),
        (("--fail-on", "0"), "--fail-on 0: any, all, never"),
    ],
)
def test_what_cannot_be_done_is_refused_before_anything_is_read(run, tmp_path, given, said):
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "letter.json").write_text("Plans are late.\n")
    result = run("classify", "letter.json", *given)
    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    assert said in line
    assert (tmp_path / "letter.json").read_text() == "Plans are late.\n"
    assert {path.name for path in tmp_path.iterdir()} == {"folder.json", "letter.json"}


def test_a_document_of_a_list_is_not_written_over(run, tmp_path):
    (tmp_path / "letter.json").write_text("Plans are late.\n")
    (tmp_path / "list.txt").write_text("letter.json\n")
    result = run("classify", "--manifest", "list.txt", "-f", "csv", "--failures", "letter.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--failures letter.json: is a document that is to be read" in result.stderr


def test_a_run_that_is_stopped_leaves_no_account_of_another(run, letters, monkeypatch):
    run("classify", letters, "-o", "o.jsonl", *ACCOUNT)
    monkeypatch.setattr(Unfinished, "add", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    assert run("classify", letters, "-o", "o.jsonl", *ACCOUNT, "--resume").exit_code == 130
    said = account()
    assert (said["complete"], said["failures"], said["asked"]) == (False, [], 8)
    assert not any(said[name] for name in ("exit_code", "ended", "model", "read", "failed", "per_second"))


def test_a_run_that_goes_on_counts_failures_by_how_they_came_out_last(run, letters, monkeypatch):
    real, added = Unfinished.add, []

    def add(self, name, *rest):
        if len(added) == 5:
            raise KeyboardInterrupt
        added.append(name)
        return real(self, name, *rest)

    words = ("classify", letters, "-o", "o.jsonl", *ACCOUNT, "--resume")
    with monkeypatch.context() as patch:
        patch.setattr(Unfinished, "add", add)
        assert run(*words).exit_code == 130
    # Of the two that had failed one can be read now.
    (letters / "3.md").write_text("Plans are good now.\n")
    assert run(*words).exit_code == 1
    assert listed() == [("5.md", "unsupported")]
    assert {key: account()[key] for key in ("asked", "read", "kept", "failed")} == {
        "asked": 8, "read": 7, "kept": 5, "failed": 1
    }  # fmt: skip


def test_an_account_that_finds_no_room_is_one_line(run, letter, monkeypatch, tmp_path):
    from inspection_findings.commands import account as module

    def full(path, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "write_atomically", full)
    result = run("classify", letter, "-o", "o.jsonl", *ACCOUNT)
    assert result.exit_code == 2
    assert result.stderr == "findings: error: cannot write f.json: No space left on device\n"
    assert not (tmp_path / "o.jsonl").exists()
