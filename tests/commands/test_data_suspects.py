"""``findings data suspects`` finds labels that were made wrong on purpose."""

from __future__ import annotations

import csv
import dataclasses

import pytest
from typer.testing import CliRunner

from conftest import SMALL
from inspection_findings.commands.app import app
from inspection_findings.corpus.build import make_corpus
from inspection_findings.corpus.dataset import save_corpus
from inspection_findings.corpus.splits import Split
from inspection_findings.labels import Label

WRONG = 12


@pytest.fixture(scope="module")
def folder(specimens, training_records, tmp_path_factory):
    """A dataset in which care leavers' sentences are labelled as the front door's."""
    folder = tmp_path_factory.mktemp("suspects")
    leavers = [i for i, r in enumerate(training_records) if "personal adviser" in r.sentence.text][:WRONG]
    records = list(training_records)
    for i in leavers:
        records[i] = dataclasses.replace(records[i], labels=(Label.parse("front_door:weakness"),))
    others = [r for split in (Split.VALIDATION, Split.TEST) for r in specimens.splits[split][:50]]
    save_corpus(make_corpus([*records, *others]), folder / "dataset")
    (folder / "wrong.txt").write_text("\n".join(records[i].id for i in leavers))
    (folder / "small.toml").write_text(
        f'folds = {SMALL.folds}\n[[features.fields]]\nname="words"\nsource="text"\n'
    )
    return folder


def run(*arguments):
    return CliRunner().invoke(app, ["data", "suspects", *map(str, arguments)])


def test_labels_made_wrong_are_suspect(folder, training_records):
    output = folder / "suspects.csv"
    options = ("--config", folder / "small.toml", "--output", output, "--jobs", 2, "--top", 10_000)
    result = run("--dataset", folder / "dataset", *options)
    assert result.exit_code == 0, result.output
    with output.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert "text" not in rows[0]
    wrong = set((folder / "wrong.txt").read_text().split())
    assert len(wrong) == WRONG
    doubted = {row["id"] for row in rows if "-front_door:weakness" in row["doubts"]}
    assert len(wrong & doubted) >= 0.6 * WRONG
    assert len(doubted) < 0.1 * len(training_records)


def test_what_is_no_source_is_one_line(folder):
    result = run("--dataset", folder / "dataset", "--source", "rumour")
    assert result.exit_code == 2
    assert "--source rumour: expected one of report, article, specimen" in result.stderr


def test_a_folder_that_is_not_there_is_told_before_anything_is_read(tmp_path):
    output = tmp_path / "nowhere" / "x.csv"
    result = run("--dataset", tmp_path / "none", "--output", output)
    assert result.exit_code == 2
    assert result.stderr == f"findings: error: --output {output}: there is no folder {output.parent}\n"
