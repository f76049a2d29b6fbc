"""The command as a process: help, exit codes, pipes, signals, and what is never imported."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

import inspection_findings
from inspection_findings.commands.app import DATA, MODELS, READING, app
from inspection_findings.commands.console import PROGRAM
from inspection_findings.model.scorer import default_model_path

TRAINING_STACK = ("sklearn", "scipy", "pandas", "datasets", "mlflow", "joblib", "skops", "pydantic", "jinja2")


def findings(*arguments: str | Path, **options) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "inspection_findings", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, timeout=120, **({"text": True} | options))


@pytest.fixture
def environment() -> dict[str, str]:
    """This environment, without what would change widths, or hide how a large write ends."""
    dropped = {"COLUMNS", "PYTHONUNBUFFERED", "FORCE_COLOR"}
    return {name: value for name, value in os.environ.items() if name not in dropped}


def test_version():
    result = findings("--version")
    assert (result.returncode, result.stdout) == (0, f"findings {version('inspection-findings')}\n")


def test_without_arguments_it_explains_itself():
    result = findings()
    assert "Usage: findings" in result.stdout + result.stderr
    assert "classify" in result.stdout + result.stderr


@pytest.mark.parametrize("command", ["classify", "read", "report", "overview", "progress"])
def test_help_of_each_command_has_examples_each_on_a_line(command):
    result = findings(command, "--help")
    assert result.returncode == 0
    examples = [line for line in result.stdout.splitlines() if f"  findings {command} " in line]
    assert len(examples) >= 3
    assert "--output" in result.stdout
    assert "Exit code" in result.stdout
    assert [line.split()[0] for line in result.stdout.splitlines() if line[3:6] in {"0  ", "1  ", "2  "}] == [
        *("0", "1", "2")
    ]


def commands(command, name: str = PROGRAM) -> Iterator[tuple[str, Any]]:
    """Each command that does something, by what is typed for it."""
    for each, part in getattr(command, "commands", {}).items():
        yield from commands(part, f"{name} {each}")
    if not hasattr(command, "commands"):
        yield name, command


def test_every_command_has_examples_of_itself():
    found = dict(commands(get_command(app)))
    assert len(found) > 15
    lacking = [name for name, command in found.items() if f"\n  {name}" not in command.help]
    assert lacking == []


def test_help_groups_the_commands_by_what_they_are_for():
    shown = findings("--help").stdout
    listed = shown[shown.index(READING) :]
    places = [listed.index(words) for words in (READING, " classify ", MODELS, " train ", DATA, " label  ")]
    assert places == sorted(places)
    assert "findings --install-completion" in shown
    assert "letter.xlsx" in shown


@pytest.mark.parametrize("width", ["60", "80", "120"])
def test_help_fits_the_terminal(width, environment):
    shown = findings("classify", "--help", env=environment | {"COLUMNS": width}).stdout
    assert max(map(len, shown.splitlines())) <= int(width)


@pytest.mark.parametrize("module", ["xlsxwriter", "jinja2", "sqlite3", "fastapi", "pyarrow"])
def test_a_table_asks_nothing_of_what_other_formats_need(imported_for_a_table, module):
    assert module not in imported_for_a_table


@pytest.fixture(scope="module")
def imported_for_a_table(tmp_path_factory) -> set[str]:
    path = tmp_path_factory.mktemp("letters") / "a.txt"
    path.write_text("Plans are vague.\n")
    script = (
        "import sys\n"
        "from inspection_findings.commands.app import app\n"
        f"app(['classify', {str(path)!r}], standalone_mode=False)\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)\n"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert "1 document" in result.stdout
    return set(result.stderr.splitlines()[-1].split())


def test_the_entry_point_is_installed(letter):
    script = Path(sys.executable).with_name("findings")
    result = subprocess.run([script, "read", letter], capture_output=True, text=True, timeout=120)
    assert result.returncode == 0
    assert "Fernshire" in result.stdout


def test_an_unknown_command_is_a_usage_error():
    result = findings("clasify")
    assert result.returncode == 2
    assert result.stdout == ""
    assert "clasify" in result.stderr


@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_a_reader_that_goes_away_ends_it_quietly(tmp_path, form, environment):
    path = tmp_path / "long.txt"
    path.write_text("".join(f"Plan {i} is vague.\n\n" for i in range(20_000)))
    command = [sys.executable, "-m", "inspection_findings", "read", path, path.parent, "--format", form]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, bufsize=0
    )
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=120) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("form", ["text", "json"])
def test_standard_output_that_is_full_is_a_clear_error(letter, form, environment):
    command = [sys.executable, "-m", "inspection_findings", "read", letter, "--format", form]
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=120, env=environment
        )
    assert result.returncode == 2
    assert result.stderr == "findings: error: cannot write standard output: No space left on device\n"


def test_an_interruption_is_quiet():
    command = [sys.executable, "-m", "inspection_findings", "classify", "missing.pdf", "-"]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Tests that run in the background of a script inherit that interruptions are ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    # Once the first path was reported, it waits for standard input.
    assert b"missing.pdf" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert (out, err) == (b"", b"")


@pytest.mark.parametrize("before", [None, "before"])
def test_a_termination_leaves_no_file_half_written(tmp_path, before):
    path = tmp_path / "out.jsonl"
    if before:
        path.write_text(before)
    command = [sys.executable, "-m", "inspection_findings", "classify", "-", "--output", path]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdin.write(b'{"id": 1, "text": "Plans are vague."}\n')
    process.stdin.flush()
    end = time.monotonic() + 60
    while not list(tmp_path.glob(".out.jsonl.*")) and time.monotonic() < end:
        time.sleep(0.02)
    assert list(tmp_path.glob(".out.jsonl.*"))
    process.terminate()
    out, err = process.communicate(timeout=60)
    assert process.returncode == 143
    assert (out, err) == (b"", b"")
    assert [each.name for each in tmp_path.iterdir()] == (["out.jsonl"] if before else [])


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (PermissionError(13, "Permission denied", "store/mlflow.db"), "store/mlflow.db: Permission denied"),
        (FileNotFoundError(2, "No such file or directory", b"a.toml"), "a.toml: No such file or directory"),
        (OSError("odd"), "odd"),
    ],
)
def test_an_operating_system_error_that_nobody_caught_is_one_line(run, letter, monkeypatch, error, message):
    def fail(path=None):
        raise error

    monkeypatch.setattr(inspection_findings, "load_model", fail)
    result = run("classify", letter)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"findings: error: {message}\n"


def test_a_model_that_is_not_there_is_one_line(letter, tmp_path):
    result = findings("classify", letter, "--model", tmp_path / "none")
    assert result.returncode == 2
    assert result.stdout == ""
    [line] = result.stderr.splitlines()
    assert line.startswith("findings: error: ")


def test_output_in_another_encoding_still_tells_strength_from_weakness(letter, environment):
    # The report's own apostrophes may be lost in ASCII; the grades and their areas are not.
    result = findings("read", letter, env=environment | {"PYTHONIOENCODING": "ascii"})
    assert result.returncode == 0
    assert "children in care good" in result.stdout


def test_json_is_utf_8_whatever_the_locale(tmp_path, environment):
    (tmp_path / "a.txt").write_text("Plans are “vague”.\n", encoding="utf-8")
    result = findings(
        *("read", tmp_path / "a.txt", "--format", "jsonl"),
        env=environment | {"PYTHONIOENCODING": "latin-1"},
        text=False,
    )
    assert json.loads(result.stdout.decode("utf-8"))["text"] == "Plans are “vague”."


class TestWithTheShippedModel:
    """From a file to findings, nothing replaced."""

    def test_a_letter(self, letter, environment):
        result = findings("classify", letter, "--all", env=environment)
        assert result.returncode == 0, result.stderr
        # Which findings is the model's affair: another training run may differ on a sentence.
        assert "1 document, 5 sentences" in result.stdout
        signs = [line for line in result.stdout.splitlines() if " − " in line or " + " in line]
        assert signs

    def test_json_lines_give_what_the_library_gives(self, specimen_lines):
        from inspection_findings import load_model
        from inspection_findings.documents import Sentence
        from inspection_findings.labels import LABELS, SectionCode

        result = findings("classify", "-", input=specimen_lines)
        assert result.returncode == 0, result.stderr
        given = [json.loads(line) for line in specimen_lines.splitlines()]
        found = [json.loads(line) for line in result.stdout.splitlines()]
        assert [each["id"] for each in found] == [each["id"] for each in given]
        expected = load_model().score(
            [
                Sentence(
                    text=each["text"],
                    section=SectionCode(each["section"]) if each["section"] else None,
                    bullet=each["bullet"],
                    passage=each["passage"],
                    position=each["position"],
                )
                for each in given
            ]
        )
        for each, scores in zip(found, expected, strict=True):
            assert list(each["scores"]) == [str(label) for label in LABELS]
            assert list(each["scores"].values()) == pytest.approx(list(scores), abs=1e-6)

    @pytest.mark.parametrize("model", [(), ("--model", str(default_model_path()))])
    def test_classifying_never_imports_the_training_stack(self, letter, model):
        script = (
            "import sys\n"
            "from inspection_findings.commands.app import app\n"
            f"app(['classify', {str(letter)!r}, '--format', 'jsonl', *{model!r}], standalone_mode=False)\n"
            "print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n"
        )
        result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
        assert len(result.stdout.splitlines()) == 5
        imported = result.stderr.splitlines()[-1]
        assert "'numpy'" in imported
        assert [name for name in TRAINING_STACK if f"'{name}'" in imported] == []


def test_reading_never_imports_the_training_stack(letter):
    script = (
        "import sys\n"
        "from inspection_findings.commands.app import app\n"
        f"app(['read', {str(letter)!r}], standalone_mode=False)\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert "Fernshire" in result.stdout
    imported = result.stderr.splitlines()[-1]
    assert "'inspection_findings'" in imported
    assert [name for name in TRAINING_STACK if f"'{name}'" in imported] == []
