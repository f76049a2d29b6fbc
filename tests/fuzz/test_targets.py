"""Each target takes what it should, and what once upset it is taken or refused in the right way."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from fuzz import models
from fuzz.__main__ import CRASHERS
from fuzz.targets import TARGETS
from inspection_findings.exceptions import FindingsError
from inspection_findings.model.storage import read_model

CHANGED = 60
"""Inputs that are changed, of each target: `make fuzz` tries them by the million."""
FOUND = sorted(path.relative_to(CRASHERS) for path in CRASHERS.glob("*/*"))


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_are_taken(name):
    for seed in TARGETS[name].seeds():
        TARGETS[name].run(seed)


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_changed_is_taken_or_refused(name):
    draws = random.Random(name)  # noqa: S311 - any changes will do
    for seed in TARGETS[name].seeds():
        for _ in range(CHANGED):
            changed = bytearray(seed[: draws.choice([len(seed), draws.randrange(len(seed))])])
            for place in draws.choices(range(len(changed)), k=draws.choice([1, 3, 30])) if changed else ():
                changed[place] = draws.choice([0, 0xFF, 0x3C, draws.randrange(256)])
            TARGETS[name].run(bytes(changed))


def test_a_seed_is_a_sound_model():
    models.load_metadata(TARGETS["model-metadata"].seeds()[0])
    read_model(models._folder())
    models.load_archive(b"no arrays")
    with pytest.raises(FindingsError):
        read_model(models._folder())


@pytest.mark.parametrize("found", FOUND, ids=str)
def test_what_was_found_before(found: Path):
    TARGETS[found.parts[0]].run((CRASHERS / found).read_bytes())
