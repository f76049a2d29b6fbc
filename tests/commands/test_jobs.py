"""`--jobs`, which many commands have."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from inspection_findings.commands.app import app


@pytest.mark.parametrize("jobs", ["0", "-2"])
@pytest.mark.parametrize(
    "command",
    [["train"], ["data", "build"], ["data", "check"], ["data", "suspects"], ["label", "import", "x"]],
)
def test_a_number_of_processes_that_cannot_be_had_is_one_line(command, jobs, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, [*command, "--jobs", jobs])
    assert result.exit_code == 2
    assert result.stderr == f"findings: error: --jobs {jobs}: 1 or more processes, or -1 for one a core\n"
    assert not any(tmp_path.iterdir())
