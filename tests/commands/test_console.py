"""Messages, progress and consoles."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest

from inspection_findings.commands.console import Messages, PipeConsole, text_console


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_messages_are_one_line_each_however_long(capsys):
    messages = Messages()
    messages.failure("a\nb.pdf", "x " * 200)
    messages.warning("[bold]odd[/bold]")
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("findings: a b.pdf: x x")
    assert lines[1] == "findings: warning: [bold]odd[/bold]"


def test_quiet_silences_remarks_and_nothing_else(capsys):
    messages = Messages(quiet=True)
    messages.remark("done")
    messages.error("broken")
    assert capsys.readouterr().err == "findings: error: broken\n"


@pytest.mark.parametrize(
    ("quiet", "visible", "on_terminal", "shown"),
    [
        (False, True, True, True),
        (True, True, True, False),
        (False, False, True, False),
        (False, True, False, False),
    ],
)
def test_progress_is_shown_only_to_someone_who_waits_for_it(quiet, visible, on_terminal, shown, monkeypatch):
    stream = Terminal() if on_terminal else io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    messages = Messages(quiet=quiet)
    assert list(messages.track([1, 2, 3], total=3, visible=visible)) == [1, 2, 3]
    assert ("3/3" in stream.getvalue()) is shown


@pytest.mark.parametrize("on_terminal", [True, False])
def test_steps_are_said_on_a_terminal_and_off_it(on_terminal, monkeypatch):
    stream = Terminal() if on_terminal else io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with Messages().steps() as report:
        report("training")
        report("saving")
    assert "saving" in stream.getvalue()
    # The line on the terminal is cleared at the end; elsewhere each step stays.
    assert stream.getvalue().endswith("\x1b[2K") or stream.getvalue().splitlines() == [
        "findings: training",
        "findings: saving",
    ]


def test_a_pipe_is_100_columns_wide_unless_told(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    assert text_console(io.StringIO()).width == 100
    monkeypatch.setenv("COLUMNS", "72")
    assert text_console(io.StringIO()).width == 72


def test_no_color_is_respected(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured, plain = Terminal(), Terminal()
    text_console(coloured).print("x", style="red")
    monkeypatch.setenv("NO_COLOR", "1")
    text_console(plain).print("x", style="red")
    assert "\x1b[31m" in coloured.getvalue()
    assert "\x1b[31m" not in plain.getvalue()


def test_a_broken_pipe_is_passed_on():
    class Broken(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        PipeConsole(file=Broken()).print("x")


def test_an_interruption_while_loading_is_quiet(tmp_path):
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt")
    result = subprocess.run(
        [sys.executable, "-m", "inspection_findings", "--version"],
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(tmp_path)}, check=False,
    )  # fmt: skip
    assert (result.returncode, result.stdout, result.stderr) == (130, "", "")
