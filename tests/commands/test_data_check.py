"""``findings data check`` from the command line."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from datafolder import DataFolder
from inspection_findings.commands.app import app
from inspection_findings.commands.data.check import LISTED
from inspection_findings.corpus.checks import THRESHOLD
from inspection_findings.corpus.records import Source

PLANS = "Plans say plainly what is to be done, by whom and by when."


@pytest.fixture
def folder(tmp_path):
    """A report and a specimen: nothing is wrong with them."""
    folder = DataFolder(tmp_path)
    folder.document("a", "bedford", PLANS)
    folder.document("c", "farrowmere", "It is plain who does what.", source=Source.SPECIMEN)
    folder.label("A1", "a", PLANS, "assessment_planning:strength")
    folder.label("C1", "c", "It is plain who does what.", "assessment_planning:strength", retells="A1")
    folder.write()
    return folder


@pytest.fixture
def noisy(folder):
    """The same, and the report's sentence again with another label."""
    folder.document("b", "bedford", PLANS)
    folder.label("B1", "b", PLANS, "assessment_planning:weakness")
    folder.write()
    return folder


def check(folder, *options):
    return CliRunner().invoke(app, ["data", "check", "--data", str(folder.path), "--jobs", "1", *options])


def test_all_is_well(folder):
    result = check(folder, "--strict")
    assert result.exit_code == 0
    assert result.stdout.endswith("0 errors, 0 warnings and 0 notes\n")
    assert "near-duplicates across splits" in result.stdout


def test_a_byte_order_mark_is_no_problem(folder):
    files = [folder.path / "raw" / "sources.csv", *(folder.path / "labeled").iterdir()]
    for file in files:
        file.write_text(file.read_text(), encoding="utf-8-sig")
    assert check(folder, "--strict").exit_code == 0


def test_a_warning_fails_only_when_strict(noisy):
    result = check(noisy)
    assert result.exit_code == 0
    assert "warning: opposite labels: A1: assessment_planning:strength; but B1: " in result.stdout
    assert "0 errors, 1 warning and 0 notes" in result.stdout
    assert PLANS not in result.output
    assert check(noisy, "--strict").exit_code == 1


def test_sentences_are_shown_when_asked_for(noisy):
    assert f"    {PLANS}\n" in check(noisy, "--show-text").stdout
    problems = json.loads(check(noisy, "--show-text", "--format", "json").stdout)["problems"]
    assert problems[0]["texts"] == [PLANS, PLANS]


def test_json_has_everything_but_the_sentences(noisy):
    whole = json.loads(check(noisy, "--format", "json").stdout)
    [problem] = whole["problems"]
    assert set(problem) == {"check", "severity", "where", "message"}
    assert {"check": "opposite labels", "errors": 0, "warnings": 1, "notes": 0} in whole["checks"]
    assert whole["left_out"] == []


def test_pairs_that_disagree_are_written(noisy, tmp_path):
    file = tmp_path / "pairs.csv"
    result = check(noisy, "--output", str(file))
    assert "1 pair whose labels disagree" in result.stderr
    assert file.read_text().splitlines()[1] == (
        "opposite labels,1.0000,A1,B1,,,assessment_planning:strength,assessment_planning:weakness"
    )


def test_an_error_is_listed_and_fails(folder):
    labels = folder.path / "labeled" / "reports.jsonl"
    labels.write_text(labels.read_text().replace("strength", "splendour"))
    result = check(folder)
    assert result.exit_code == 1
    assert f"error: schema: {labels}:1: labels: unknown label" in result.stdout
    assert "not made" in result.stdout
    assert "1 error, 0 warnings" in result.stdout


def test_without_reports_the_specimens_are_checked(folder):
    (folder.path / "raw" / "reports" / "a.txt").unlink()
    assert check(folder, "--specimens-only", "--strict").exit_code == 0
    result = check(folder, "--strict")
    assert result.exit_code == 0
    assert "note: documents: report: 1 of 1 not at hand" in result.stdout


def test_of_many_warnings_the_first_are_listed(folder):
    text = "\n\n".join(f"{k} of {k}, {k}%, {k} ({k})." for k in range(101, 113))
    folder.document("d", "bedford", text)
    for k, sentence in enumerate(text.split("\n\n")):
        folder.label(f"D{k}", "d", sentence)
    folder.write()
    short = check(folder).stdout
    assert short.count("warning: text: ") == LISTED == 10
    assert "and more, see --all: 2 of text\n" in short
    assert check(folder, "--all").stdout.count("warning: text: ") == 12


def test_mistakes_of_use_end_with_2(folder, tmp_path):
    assert check(folder, "--format", "xml").exit_code == 2
    assert check(folder, "--similarity", "7").exit_code == 2
    folder.path = tmp_path / "nowhere"
    result = check(folder)
    assert result.exit_code == 2
    assert "no such folder" in result.stderr


def test_help_has_examples_and_the_default_is_that_of_the_check():
    result = CliRunner().invoke(app, ["data", "check", "--help"])
    assert "findings data check --specimens-only --strict" in result.stdout
    assert f"[default: {THRESHOLD}]" in result.stdout


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("nowhere/x.csv", "there is no folder "),
        ("raw", "is a folder: name a file"),
        ("raw/sources.csv", "is part of the data, and would be lost"),
        ("raw/../labeled/new.csv", "is part of the data, and would be lost"),
        ("overrides.jsonl", "is part of the data, and would be lost"),
        ("README.md", "is part of the data, and would be lost"),
    ],
)
def test_an_output_that_cannot_be_is_refused_before_anything_is_read(noisy, output, message):
    before = {path: path.read_bytes() for path in noisy.path.rglob("*") if path.is_file()}
    result = check(noisy, "--output", f"{noisy.path}/{output}")
    assert (result.exit_code, result.stdout) == (2, "")
    [line] = result.stderr.splitlines()
    assert line.startswith(f"findings: error: --output {noisy.path}/{output}: {message}")
    assert {path: path.read_bytes() for path in noisy.path.rglob("*") if path.is_file()} == before
