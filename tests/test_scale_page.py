"""The page on scale: what it says to type works as it stands, and gives the same each time."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from contextlib import ExitStack
from pathlib import Path

import pytest

import buckets
import crews
from inspection_findings.commands.failures import Kind
from made_archives import rows_of_archive, rows_of_lines
from walkthrough import assert_named_commands_exist, blocks, findings

pytest.importorskip("distributed")

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "scale.md").read_text("utf-8")
ADDRESS = "tcp://host:8786"
# Training is tested with the module that gives it to workers, and the job for Spark with that for Spark.
SHOWN = next(json.loads(block) for language, block in blocks(PAGE) if language == "json")
NOT_RUN = ("findings train", "pip install")
LETTER = """\
# Inspection of Fernshire children's services

Inspection dates: 4 to 8 March 2024

## What needs to improve

Caseloads are too high. Plans are drawn up late.

Letter {}.
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder with the reports that the page speaks of."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "reports").mkdir()
    for number in range(20):
        (folder / "reports" / f"{number:02}.md").write_text(LETTER.format(number))
    listed = [f"reports/{number:02}.md" for number in range(20)]
    (folder / "new.csv").write_text("\n".join(["path", *listed]))
    return folder


@pytest.fixture(scope="module")
def alone(desk):
    """What one process writes of them."""
    done = findings(["classify", "reports/", "--format", "jsonl", "--jobs", "1", "--quiet"], desk)
    assert done.returncode == 0
    return done.stdout


@pytest.fixture
def bucket(desk, tmp_path, monkeypatch):
    """The bucket that the page speaks of, as whoever is started here reaches it."""
    pytest.importorskip("s3fs")
    pytest.importorskip("moto")
    with buckets.served(tmp_path) as bucket:
        bucket.put_folder(desk / "reports", "reports")
        for name, value in bucket.environment.items():
            monkeypatch.setenv(name, value)
        yield bucket


def test_what_the_page_says_to_type_gives_the_same_each_time(desk, alone, bucket):
    typed = [line for language, block in blocks(PAGE) if language == "sh" for line in block.splitlines()]
    address = f"tcp://127.0.0.1:{crews.free_port()}"
    run = []
    with ExitStack() as stack:
        for line in typed:
            if line.startswith(NOT_RUN):
                continue
            words = shlex.split(line.replace(ADDRESS, address))
            if words[0] == "dask":
                words = [address.rpartition(":")[2] if word == "8786" else word for word in words]
                stack.enter_context(crews.as_typed(desk, words[1:]))
                continue
            done = findings(words[1:], desk)
            assert done.returncode == 0, f"{line}\n{done.stdout}"
            if words[1] == "overview":
                assert "--prune" not in words or "0 new, 0 changed, 0 gone, 20 unchanged" in done.stdout
                run.append(line)
                continue
            if (archive := desk / words[words.index("-o") + 1]).is_dir():
                assert rows_of_archive(archive) == rows_of_lines(alone)
            else:
                written = (desk / "findings.jsonl").read_text("utf-8")
                assert written.replace(f"s3://{buckets.BUCKET}/", "") == alone
                (desk / "findings.jsonl").unlink()
            if "--failures" in words:
                account = json.loads((desk / "failures.json").read_text())
                assert (account["complete"], account["exit_code"], account["read"]) == (True, 0, 20)
                assert _shape(account) == {**_shape(SHOWN), "failures": []}
            run.append(line)
    for option in ("--jobs", "--workers", "--cluster", "--resume", "--failures", "--prune"):
        assert any(option in line for line in run)
    # Also by a cluster that goes on.
    assert any("--resume" in line and "--cluster" in line for line in run)


def _shape(account):
    """Names of the values, and what they are made of."""
    match account:
        case dict():
            return {name: _shape(value) for name, value in account.items()}
        case list():
            return [_shape(value) for value in account]
    return None


def test_every_code_of_a_failure_is_in_the_table_of_the_page():
    rows = re.findall(r"^\| `(\w+)` \| .+ \| (yes|no) \|$", PAGE, flags=re.M)
    assert rows == [(kind.value, "yes" if kind.try_again else "no") for kind in Kind]
    [failure] = SHOWN["failures"]
    assert failure["try_again"] is Kind(failure["code"]).try_again


def test_an_archive_is_read_as_the_page_says(desk, alone, monkeypatch, capsys):
    assert findings(["classify", "reports/", "-o", "archive/", "--quiet"], desk).returncode == 0
    [block] = [block for language, block in blocks(PAGE) if language == "python" and "archive" in block]
    monkeypatch.chdir(desk)
    exec(block, {})  # noqa: S102 - of this repository
    counts = [
        int(count) for count in re.findall(r"(?:strength|weakness) +(\d+)$", capsys.readouterr().out, re.M)
    ]
    assert sum(counts) == len(rows_of_lines(alone)) > 0
    import pandas as pd

    [shorter] = re.findall(r"`pandas\.(read_parquet\(.*?\))`", PAGE)
    assert len(eval(f"pd.{shorter}", {"pd": pd})) == sum(counts)  # noqa: S307 - of this repository


def test_options_extras_and_links_of_the_page_are_there():
    assert_named_commands_exist(PAGE.replace("`--nworkers", "`"))
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert set(re.findall(r"inspection-findings\[(\w+)\]", PAGE)) <= set(extras)
    for place in re.findall(r"\]\(([^)#]+)", PAGE):
        assert place.startswith("https://") or (ROOT / "docs" / place).exists(), place
