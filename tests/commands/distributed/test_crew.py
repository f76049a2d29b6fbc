"""Which workers are asked for, and what is refused before any is."""

from __future__ import annotations

import importlib.abc
import subprocess
import sys

import pytest

from inspection_findings.commands.distributed.crew import Crew, crew_of


@pytest.mark.parametrize("address", ["tcp://host:8786", "tls://10.0.0.1:8786", "host:8786"])
def test_addresses_of_schedulers_are_taken(address):
    assert crew_of(address, None) == Crew(address=address)


def test_workers_are_counted():
    assert crew_of(None, 3) == Crew(workers=3)
    assert crew_of(None, None) is None


@pytest.fixture
def letter(tmp_path):
    (tmp_path / "letter.md").write_text("# A\n\nCaseloads are too high.\n")
    (tmp_path / "lines.jsonl").write_text('{"id": 1, "text": "Caseloads are too high."}\n')
    return "letter.md"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("letter.md", "--workers", "2", "--cluster", "a:1"), "--cluster and --workers exclude each other"),
        (
            ("letter.md", "--cluster", "http://a:1/"),
            "--cluster http://a:1/: not an address of a Dask scheduler",
        ),
        (("letter.md", "--cluster", "a"), "--cluster a: not an address"),
        (("letter.md", "--workers", "2"), "--workers 2: workers make no table; give --output or --format"),
        (("lines.jsonl", "--workers", "2"), "--workers 2: workers are for documents"),
        (("-", "--workers", "2", "-f", "csv"), "--workers 2: <stdin> can be read here alone"),
        (("letter.md", "--workers", "0"), "--workers"),
    ],
)
def test_what_workers_cannot_do_is_refused(findings, letter, given, said):
    result = findings("classify", *given)
    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    assert said in line


class Hidden(importlib.abc.MetaPathFinder):
    """As if Dask were not installed."""

    def find_spec(self, name, path, target=None):
        if name in ("dask", "distributed"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def test_without_dask_a_line_says_what_to_install(findings, letter, monkeypatch):
    for name in [each for each in sys.modules if each.partition(".")[0] in ("dask", "distributed")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "inspection_findings.commands.distributed.connection", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Hidden(), *sys.meta_path])
    result = findings("classify", letter, "-f", "jsonl", "--workers", "2")
    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    assert line.endswith("install it with pip install 'inspection-findings[cluster]'")


def test_without_the_options_nothing_of_dask_is_loaded(tmp_path, letter):
    code = (
        "import sys\n"
        "from inspection_findings.commands.app import app\n"
        "app(['classify', 'letter.md'], standalone_mode=False)\n"
        "sys.exit(bool({'dask', 'distributed', 'tornado'} & set(sys.modules)))\n"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=tmp_path, timeout=60).returncode == 0
