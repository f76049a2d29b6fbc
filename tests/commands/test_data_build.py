"""``findings data build`` from the command line."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from datafolder import DataFolder
from inspection_findings.commands.app import app
from inspection_findings.corpus.dataset import load_corpus
from inspection_findings.corpus.records import Source
from inspection_findings.corpus.splits import Split

AUTHORITIES = ("barking and dagenham", "bedford", "luton")


@pytest.fixture
def folder(tmp_path):
    """A report in each split, and a specimen that retells one of them."""
    folder = DataFolder(tmp_path / "elsewhere")
    # Of which split an authority is: see test_splits.
    for name in AUTHORITIES:
        folder.document(name.replace(" ", "-"), name, "Plans are clear. Visits are late.")
        folder.label(name, name.replace(" ", "-"), "Plans are clear.", "assessment_planning:strength")
    folder.document("made-up", "farrowmere", "It is plain who does what.", source=Source.SPECIMEN)
    folder.label("spec", "made-up", "It is plain who does what.", retells="bedford")
    folder.write()
    return folder


def build(folder, *options):
    return CliRunner().invoke(app, ["data", "build", "--data", str(folder.path), "--jobs", "1", *options])


def ids(place):
    return {r.id for records in load_corpus(place).splits.values() for r in records}


def test_the_dataset_goes_into_the_data_folder_that_was_named(folder, tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    result = build(folder)
    assert (result.exit_code, result.stderr) == (0, "findings: reading 4 documents\n")
    assert f"{folder.path / 'dataset'}  fingerprint " in result.stdout
    assert ids(folder.path / "dataset") == {*AUTHORITIES, "spec"}
    assert not any((tmp_path / "here").iterdir())


def test_an_output_that_was_named_is_where_it_goes(folder, tmp_path):
    assert build(folder, "--output", str(tmp_path / "built")).exit_code == 0
    assert load_corpus(tmp_path / "built").splits[Split.TRAIN]
    assert not (folder.path / "dataset").exists()


def test_a_changed_document_is_a_failure_and_the_rest_is_written(folder):
    (folder.path / "raw" / "specimens" / "made-up.txt").write_text("It is not plain.")
    result = build(folder)
    assert result.exit_code == 1
    assert "findings: made-up: " in result.stderr
    assert ids(folder.path / "dataset") == set(AUTHORITIES)


def test_missing_specimens_are_to_be_had_from_the_repository(folder):
    (folder.path / "raw" / "specimens" / "made-up.txt").unlink()
    result = build(folder)
    assert result.exit_code == 0
    place = folder.path / "raw" / "specimens"
    assert f"specimen: 1 not at hand: part of the repository: `git checkout {place}`" in result.stderr
    assert "data fetch" not in result.stderr


def test_what_was_found_elsewhere_is_counted(folder):
    first = folder.annotations[0]
    folder.annotations[0] = first.model_copy(update={"position": first.position + 3})
    folder.write()
    assert "report: 1 sentence found elsewhere than when labelled" in build(folder).stderr
