"""Each target takes what it should, and what once upset it is taken or refused in the right way."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz import models
from fuzz.__main__ import CRASHERS
from fuzz.targets import TARGETS
from inspection_findings.exceptions import FindingsError
from inspection_findings.model.storage import read_model

FOUND = sorted(path.relative_to(CRASHERS) for path in CRASHERS.glob("*/*"))


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_are_taken(name):
    for seed in TARGETS[name].seeds():
        TARGETS[name].run(seed)


def test_a_seed_is_a_sound_model():
    models.load_metadata(TARGETS["model-metadata"].seeds()[0])
    read_model(models._folder())
    models.load_archive(b"no arrays")
    with pytest.raises(FindingsError):
        read_model(models._folder())


@pytest.mark.parametrize("found", FOUND, ids=str)
def test_what_was_found_before(found: Path):
    TARGETS[found.parts[0]].run((CRASHERS / found).read_bytes())
