import dataclasses

import pytest

from inspection_findings.model.parameters import ModelMetadata
from inspection_findings.reporting.card import model_card, model_diagram


def register(name, measured, f1, documents=12):
    figures = {"pair_micro_f1": f1, "domain_micro_f1": 0.8, "polarity_accuracy": 0.9}
    return {
        "measured": measured,
        "register": name,
        "sentences": 100,
        "documents": documents,
        "estimates": {
            figure: {"value": value, "low": value - 0.02, "high": value + 0.02}
            for figure, value in {**figures, "expected_calibration_error": 0.04}.items()
        },
    }


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
        "reliability": {
            "findings": 1400,
            "confidence": 0.812,
            "right": 0.787,
            "chance": {"value": 0.02, "low": 0.01, "high": 0.03},
            "bins": [
                {"low": 0.4, "high": 0.5, "count": 500, "confidence": 0.45, "right": 0.5},
                {"low": 0.9, "high": 1.0, "count": 900, "confidence": 0.96, "right": 0.91},
            ],
        },
        "registers": [
            register("all", "validation", 0.75),
            register("ilacs", "validation", 0.76),
            register("all", "out of fold", 0.74),
            register("news", "out of fold", 0.6, documents=2),
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


def with_metrics(**changes):
    return dataclasses.replace(METADATA, metrics={**METADATA.metrics, **changes})


def test_calibration_is_set_against_chance():
    card = model_card(METADATA)
    assert "(reliability.svg)" in card
    assert "1,400 findings with a mean confidence of 0.812, and 0.787 of them are right" in card
    assert "it is too sure by 0.025" in card
    assert "an error of 0.020 (0.010 to 0.030)" in card
    humble = {**METADATA.metrics["reliability"], "right": 0.9}
    assert "it is too cautious by 0.088" in model_card(with_metrics(reliability=humble))


def test_registers_are_listed_with_an_interval_where_there_are_documents_enough():
    card = model_card(METADATA)
    assert "| ilacs | validation | 100 | 12 | 0.760 (0.740 to 0.780) | 0.800 | 0.900 | 0.040 |" in card
    assert "| news | out of fold | 100 | 2 | 0.600 | 0.800 | 0.900 | 0.040 |" in card
    assert "No interval is given for fewer than 10 documents." in card


def test_a_register_far_behind_those_it_was_measured_with_is_pointed_out():
    assert "More than 0.05 below all in F1 of pairs: news (out of fold) by 0.14." in model_card(METADATA)
    even = [each for each in METADATA.metrics["registers"] if each["register"] != "news"]
    card = model_card(with_metrics(registers=even))
    assert "No register's F1 of pairs lies more than 0.05 below that of all." in card
    assert "No interval" not in card


def test_misuse_is_named():
    assert "to rank or grade councils" in model_card(METADATA)


def test_the_diagram_shows_the_bins_of_the_metrics():
    drawn = model_diagram(METADATA)
    assert drawn.count("<circle") == 2
    assert "1,400 findings of inspection-findings 1.0+abc" in drawn


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
