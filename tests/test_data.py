"""The data as others take it: with the datasets library, by its card, without a word of a report."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
import yaml
from datasets import load_dataset

from inspection_findings.corpus.agreement import measure_agreement, read_passes
from inspection_findings.corpus.annotations import GUIDELINE, Annotation
from inspection_findings.corpus.card import with_counts
from inspection_findings.corpus.overrides import read_overrides
from inspection_findings.corpus.sources import LABEL_FILES, Sources, read_sources

DATA = Path(__file__).resolve().parent.parent / "data"
CARD = (DATA / "README.md").read_text()


@pytest.fixture(scope="module")
def sources() -> Sources:
    return read_sources(DATA)


@pytest.mark.parametrize("name", [file.removesuffix(".jsonl") for file in LABEL_FILES.values()])
def test_each_part_loads_by_name(name, tmp_path):
    loaded = load_dataset(str(DATA), name, split="train", cache_dir=str(tmp_path))
    assert set(loaded.features) == set(Annotation.model_fields)
    lines = (DATA / "labeled" / f"{name}.jsonl").read_text().splitlines()
    assert loaded.num_rows == len(lines)
    assert loaded[7] == json.loads(lines[7])


def test_the_folder_of_labels_loads_as_a_whole(tmp_path):
    loaded = load_dataset(str(DATA / "labeled"), split="train", cache_dir=str(tmp_path))
    total = sum(len(path.read_text().splitlines()) for path in (DATA / "labeled").glob("*.jsonl"))
    assert loaded.num_rows == total


def test_the_tables_of_the_card_are_those_of_the_labels(sources):
    assert with_counts(CARD, sources) == CARD


def test_the_card_names_what_a_dataset_card_has_to():
    front = yaml.safe_load(CARD.split("---")[1])
    assert {"license", "language", "annotations_creators", "configs", "dataset_info"} <= set(front)
    for heading in ("Motivation", "Composition", "Collection", "Labelling", "Splits", "Licences", "Citing"):
        assert f"## {heading}" in CARD
    for file in re.findall(r"`(raw/[\w./-]+\.csv|LABELLING\.md|overrides\.jsonl)`", CARD):
        assert (DATA / file).exists(), file


def test_the_agreement_that_the_card_states_is_that_of_the_passes(sources):
    passes = read_passes(DATA / "agreement" / "specimens.jsonl")
    found = measure_agreement(passes)
    own = {
        a.id for part in sources.annotations.values() for a in part if a.annotator.startswith("model, two")
    }
    assert {each.id for each in passes} == own
    assert (
        f"pair F1 {found.pair_f1:.2f}, exact match {found.exact:.2f}, polarity on shared domains "
        f"{found.polarity:.2f} ({found.sentences:,} sentences;"
    ) in CARD


def test_the_readings_of_suspects_are_as_the_card_states(sources):
    with (DATA / "agreement" / "suspects.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 100
    assert all(row["id"] in sources.documents for row in rows)
    verdicts = [(row["first"], row["second"]) for row in rows]
    errors = [sum(pair[i] == "error" for pair in verdicts) for i in (0, 1)]
    both = {row["id"] for row in rows if row["first"] == row["second"] == "error"}
    doubtful = sum("right" not in pair for pair in verdicts)
    assert f"called {errors[0]} and {errors[1]} of them plain errors, and agreed on {len(both)}," in CARD
    assert f"{doubtful} were an error or arguable in both" in CARD
    assert {override.id for override in read_overrides(DATA / "overrides.jsonl")} == both


def test_the_guide_has_the_version_that_labels_name(sources):
    assert f"Version {GUIDELINE}" in (DATA / "LABELLING.md").read_text()
    assert {a.guideline for part in sources.annotations.values() for a in part} == {GUIDELINE}


def test_no_label_holds_a_word_of_text():
    allowed = set(Annotation.model_fields)
    for file in LABEL_FILES.values():
        for line in (DATA / "labeled" / file).read_text().splitlines():
            assert set(json.loads(line)) == allowed


def test_documents_of_others_are_ignored_by_git():
    ignored = (DATA.parent / ".gitignore").read_text().splitlines()
    assert {"data/raw/reports/", "data/raw/articles/"} <= set(ignored)
