import dataclasses

import pytest

from inspection_findings.model.parameters import ModelMetadata
from inspection_findings.reporting.card import model_card

METADATA = ModelMetadata(
    name="inspection-findings",
    version="1.0+abc",
    created="2026-01-02",
    data={
        "fingerprint": "f" * 64,
        "splits": ["train"],
        "sentences": 1200,
        "labels": 1500,
        "documents": 12,
        "authorities": 9,
        "sources": {"report": 1000, "article": 0, "specimen": 200},
    },
    metrics={
        "split": "validation",
        "authorities": 3,
        "sentences": 400,
        "documents": 5,
        "estimates": {"pair_micro_f1": {"value": 0.7512, "low": 0.70, "high": 0.80}},
        "per_label": [
            {"label": "voice:weakness", "precision": 0.5, "recall": 0.25, "f1": 1 / 3, "support": 40}
        ],
    },
    versions={"python": "3.11.7"},
)


def test_the_card_names_data_figures_and_labels():
    card = model_card(METADATA)
    assert "1,200 sentences with 1,500 labels: 1,000 from reports, 200 from specimens." in card
    assert "| F1 of (domain, polarity) pairs, micro | 0.751 | 0.700 to 0.800 |" in card
    assert "| voice:weakness | 0.50 | 0.25 | 0.33 | 40 |" in card
    assert "400 sentences of 5 documents of 3 authorities that were left out of training" in card


def test_retraining_on_everything_is_said():
    assert "trained once more" not in model_card(METADATA)
    everything = {**METADATA.data, "splits": ["train", "validation", "test"]}
    assert "trained once more on everything" in model_card(dataclasses.replace(METADATA, data=everything))


@pytest.mark.parametrize(
    ("documents", "said"), [(0, "expect less on real reports"), (12, "Specimens are letters")]
)
def test_a_model_of_specimens_alone_says_so(documents, said):
    data = {**METADATA.data, "documents": documents}
    assert said in model_card(dataclasses.replace(METADATA, data=data))
