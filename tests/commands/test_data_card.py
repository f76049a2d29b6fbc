"""``findings data card`` keeps the card's tables to the labels."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from datafolder import DataFolder
from inspection_findings.commands.app import app
from inspection_findings.corpus.card import BEGIN, END


@pytest.fixture
def folder(tmp_path):
    folder = DataFolder(tmp_path)
    folder.document("a", "bedford", "Plans are clear.")
    folder.label("1", "a", "Plans are clear.", "assessment_planning:strength")
    folder.write()
    (tmp_path / "README.md").write_text(f"# A\n{BEGIN}\n{END}\n")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(app, ["data", "card", *map(str, arguments)])


def test_the_tables_are_written_once(folder):
    assert "brought up to date" in run("--data", folder).stdout
    assert "| `assessment_planning:strength` | 1 / 0 | 1 / 0 |" in (folder / "README.md").read_text()
    assert "up to date" in run("--data", folder, "--check").stdout


def test_a_check_writes_nothing(folder):
    before = (folder / "README.md").read_text()
    result = run("--data", folder, "--check")
    assert result.exit_code == 1
    assert "out of date: run `findings data card`" in result.stderr
    assert (folder / "README.md").read_text() == before


def test_a_folder_without_a_card_is_one_line(tmp_path, folder):
    (folder / "README.md").unlink()
    result = run("--data", folder)
    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    assert "README.md: No such file" in line
