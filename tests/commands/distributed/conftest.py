from __future__ import annotations

import dataclasses
import shutil
import subprocess
import sys
from itertools import cycle, islice
from pathlib import Path

import pytest
from typer.testing import CliRunner

import crews
import inspection_findings
import rendering
from inspection_findings.commands.app import app
from inspection_findings.model import load_model

SPECIMENS = Path(__file__).resolve().parents[3] / "data" / "raw" / "specimens"
RENDERED = {"md": rendering.markdown, "html": rendering.html, "docx": rendering.word, "pdf": rendering.pdf}
# The cheaper ones more often.
FORMATS = (*["md"] * 8, "pdf", "pdf", "html", "docx")


@pytest.fixture(autouse=True)
def found_here(this_package):
    """Workers find the package where these tests do."""


def variant(number: int) -> rendering.Letter:
    """A short letter that no other is like."""
    whole = rendering.NORTHMERE
    part = whole.parts[number % len(whole.parts)]
    said = rendering.Para((f"Council number {number} has come far.", "Caseloads are too high."))
    return dataclasses.replace(whole, parts=(dataclasses.replace(part, paras=(*part.paras, said)),))


@pytest.fixture(scope="session")
def many(tmp_path_factory):
    """200 documents of all formats, one of which cannot be read."""
    folder = tmp_path_factory.mktemp("many") / "reports"
    folder.mkdir()
    by_size = sorted(SPECIMENS.iterdir(), key=lambda path: path.stat().st_size)
    for path in by_size[:15]:
        shutil.copy(path, folder)
    for number, suffix in islice(enumerate(cycle(FORMATS)), 185):
        made = RENDERED[suffix](variant(number))
        data = made.encode() if isinstance(made, str) else made
        (folder / f"variant-{number}.{suffix}").write_bytes(data)
    (folder / "variant-8.pdf").write_bytes(b"not a PDF")
    return folder


@pytest.fixture(scope="session")
def alone(many, tmp_path_factory):
    """What one process writes and says of them."""
    output = tmp_path_factory.mktemp("alone") / "alone.jsonl"
    command = [sys.executable, "-m", "inspection_findings", "classify", many, "-o", output, "--jobs", "1"]
    result = subprocess.run(command, stderr=subprocess.PIPE, text=True, timeout=240, check=False)
    assert result.returncode == 1
    return output.read_bytes(), result.stderr


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a scheduler with two workers."""
    pytest.importorskip("distributed")
    folder = tmp_path_factory.mktemp("cluster")
    with crews.scheduler(folder) as address, crews.workers(address, folder, 2):
        yield address


@pytest.fixture(scope="session")
def shipped():
    """The model that is built in."""
    return load_model()


@pytest.fixture
def harmful(shipped, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> crews.Harmful:
    """The model that every command loads in the test: the shipped one, which does harm."""
    # Also to workers that are started by the command.
    monkeypatch.setenv("PYTHONPATH", str(crews.TESTS), prepend=":")
    (tmp_path / "notes").mkdir()
    model = crews.Harmful(shipped.parameters, shipped.metadata, tmp_path / "notes" / "loads.txt")
    monkeypatch.setattr(inspection_findings, "load_model", lambda path=None: model)
    return model


@pytest.fixture
def findings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Run the command line in the test's own folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])
