"""Training twice gives the same bytes, in whatever process and however many of them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from inspection_findings.corpus.build import make_corpus
from inspection_findings.corpus.dataset import save_corpus
from inspection_findings.corpus.splits import Split
from inspection_findings.model.scorer import default_model_path, load_model

TRAIN = """
import sys
from pathlib import Path
from inspection_findings.corpus.dataset import load_corpus
from inspection_findings.model.config import FeaturesConfig, FieldConfig, TrainingConfig
from inspection_findings.model.storage import save_model
from inspection_findings.model.training import compact_model, fit_classifier
words = FieldConfig(name="words", source="text", high=2)
fields = (words, FieldConfig(name="passage", source="passage", high=1))
config = TrainingConfig(name="tiny", folds=2, features=FeaturesConfig(fields=fields))
records = load_corpus(Path(sys.argv[1])).splits["train"]
classifier = fit_classifier(records, config, n_jobs=int(sys.argv[3]))
scorer = compact_model(classifier, data={"fingerprint": ""}, metrics={})
save_model(Path(sys.argv[2]), scorer.parameters, scorer.metadata)
"""


@pytest.fixture(scope="module")
def trained(specimens, training_records, tmp_path_factory):
    """Weights of two trainings on the same data, each in a process of its own, with one and two below it."""
    folder = tmp_path_factory.mktemp("twice")
    rest = [r for split in (Split.VALIDATION, Split.TEST) for r in specimens.splits[split][:9]]
    save_corpus(make_corpus([*training_records[:1000], *rest]), folder / "dataset")
    weights = []
    # Order in sets and dictionaries of text differs from process to process.
    for jobs in ("1", "2"):
        place = folder / jobs
        command = [sys.executable, "-c", TRAIN, folder / "dataset", place, jobs]
        subprocess.run(list(map(str, command)), check=True)
        weights.append((place / "model.npz").read_bytes())
    return weights


def test_the_same_data_and_settings_give_the_same_bytes(trained):
    assert trained[0] == trained[1]


def test_the_card_names_the_data_that_the_model_was_made_of():
    fingerprint = load_model().metadata.data["fingerprint"]
    assert re.fullmatch("[0-9a-f]{64}", fingerprint)
    card = (Path(default_model_path()) / "README.md").read_text()
    assert fingerprint[:16] in card
