"""What the repository promises: a target for every command of the documents, a small install and model."""

import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def make(*arguments):
    return subprocess.run(["make", *arguments], capture_output=True, text=True, cwd=ROOT, check=True).stdout


def targets():
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.M))


def test_bare_make_lists_the_targets_with_a_line_of_help():
    listed = dict(re.findall(r"^  make ([a-z-]+) +(\S.*)$", make("--no-print-directory"), flags=re.M))
    assert set(listed) == targets() - {"lint"}


def test_every_make_command_in_the_documents_exists():
    for page in [*ROOT.glob("*.md"), *ROOT.glob("*/README.md")]:
        for name in re.findall(r"`?make ([a-z-]+)`", page.read_text()):
            assert name in targets(), f"{page.name}: make {name}"


def test_the_base_install_is_small():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {re.split(r"[<>=~\[ ]", line)[0] for line in project["dependencies"]}
    assert not names & {"scikit-learn", "pandas", "datasets", "mlflow", "scipy", "joblib", "skops"}


def test_the_shipped_model_is_under_15_megabytes():
    files = list((ROOT / "models" / "default").iterdir())
    needed = {"model.npz", "model.json", "README.md"}
    assert needed <= {f.name for f in files} <= needed | {"reliability.svg"}
    assert sum(f.stat().st_size for f in files) < 15_000_000


def test_the_lock_file_names_no_host():
    assert "://" not in (ROOT / "requirements.lock").read_text()
