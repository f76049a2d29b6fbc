"""`findings model verify`: what is said, and how it ends."""

from __future__ import annotations

import json
import shutil

import pytest

from inspection_findings.model.scorer import default_model_path
from inspection_findings.model.storage import METADATA_FILE, WEIGHTS_FILE


@pytest.fixture
def copied(tmp_path):
    for name in (METADATA_FILE, WEIGHTS_FILE):
        shutil.copy(default_model_path() / name, tmp_path)
    return tmp_path


def test_the_model_that_is_built_in_is_whole(run):
    done = run("model", "verify")
    assert done.exit_code == 0
    assert done.stderr == ""
    rows = dict(line.split(maxsplit=1) for line in done.stdout.splitlines())
    assert rows["shipped"] == "yes, byte for byte"
    assert rows["labels"] == "22, those of this version"
    assert rows["numbers"].endswith("all finite")


def test_a_program_is_given_json(run, copied):
    said = json.loads(run("model", "verify", copied, "--format", "json").stdout)
    assert said["is_shipped"] is True
    assert said["labels"] == 22
    assert said["folder"] == str(copied)
    assert len(said["sha256"]) == 64


def test_one_that_was_tampered_with_is_refused_with_the_reason(run, copied):
    weights = bytearray((copied / WEIGHTS_FILE).read_bytes())
    weights[len(weights) // 2] ^= 1
    (copied / WEIGHTS_FILE).write_bytes(weights)
    done = run("model", "verify", copied)
    assert done.exit_code == 1
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert line.endswith("model.npz does not match the checksum in model.json: copy the model again")


@pytest.mark.parametrize("model", ["nowhere", "models:/other/1"])
def test_one_that_is_not_there_is_another_matter(run, model):
    done = run("model", "verify", model)
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
