"""The wheel alone, in an empty environment in another folder, classifies a PDF with the shipped model."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LETTER = ROOT / "data" / "raw" / "specimens" / "northmere-ilacs-2024-03-08.pdf"
UV = Path(sys.executable).with_name("uv")


def run(*command, cwd=ROOT):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, cwd=cwd, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    folder = tmp_path_factory.mktemp("elsewhere")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    [wheel] = folder.glob("*.whl")
    run(UV, "venv", "--quiet", "--python", sys.executable, folder / "env")
    python = folder / "env" / "bin" / "python"
    # The lock file as constraints: the same versions as everywhere else.
    run(UV, "pip", "install", "--quiet", "--python", python, "-c", ROOT / "requirements.lock", wheel)
    return folder / "env" / "bin"


def test_it_classifies_a_pdf_with_the_shipped_model(environment, tmp_path):
    out = run(environment / "findings", "classify", LETTER, "--format", "jsonl", cwd=tmp_path)
    rows = [json.loads(line) for line in out.splitlines()]
    assert len(rows) > 20
    assert sum(bool(row["findings"]) for row in rows) > len(rows) / 2


def test_it_makes_a_page_to_read(environment, tmp_path):
    run(environment / "findings", "report", LETTER, cwd=tmp_path)
    page = (tmp_path / LETTER.name).with_suffix(".html").read_text(encoding="utf-8")
    assert "Northmere" in page
    assert "Speaks for it" in page


def test_it_has_nothing_of_the_training_stack(environment):
    installed = {
        line.split("==")[0].lower()
        for line in run(UV, "pip", "freeze", "--python", environment / "python").splitlines()
    }
    assert not installed & {"scikit-learn", "scipy", "pandas", "datasets", "mlflow", "pyarrow", "joblib"}


HEAVY = ("sklearn", "scipy", "pandas", "datasets", "mlflow", "pyarrow", "joblib", "skops", "pydantic")
REFUSE = """
import importlib.util, sys
found = [name for name in sys.argv[1:] if importlib.util.find_spec(name)]
assert not found, found
for name in sys.argv[1:]:
    try:
        __import__(name)
    except ModuleNotFoundError:
        continue
    raise AssertionError(name)
"""


def test_importing_the_training_stack_fails_there_while_reading_and_classifying_do_not_need_it(
    environment, tmp_path
):
    run(environment / "python", "-c", REFUSE, *HEAVY, cwd=tmp_path)
    out = run(environment / "findings", "read", LETTER, "--format", "json", cwd=tmp_path)
    assert json.loads(out)
    run(environment / "findings", "classify", LETTER, "--output", tmp_path / "out.csv", cwd=tmp_path)
    assert len((tmp_path / "out.csv").read_text().splitlines()) > 20
    run(environment / "findings", "report", LETTER, "--output", tmp_path / "page.html", cwd=tmp_path)
    assert "<html" in (tmp_path / "page.html").read_text()


@pytest.mark.parametrize("words", [("train",), ("data", "build"), ("evaluate", "model")])
def test_training_there_says_which_extra_is_missing(environment, tmp_path, words):
    done = subprocess.run(
        [environment / "findings", *words], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 2
    assert "inspection-findings[train]" in done.stderr
    assert "Traceback" not in done.stderr
