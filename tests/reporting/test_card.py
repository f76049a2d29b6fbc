import dataclasses

import pytest

from inspection_findings.exceptions import ModelError
from inspection_findings.reporting.card import model_card, model_diagram
from made_metadata import METADATA


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


def test_a_model_without_figures_has_no_card():
    with pytest.raises(ModelError, match="says nothing of 'split', so it has no card"):
        model_card(dataclasses.replace(METADATA, metrics={}))


def test_the_commit_is_named_where_it_is_known():
    assert "Code at commit `abc`." in model_card(dataclasses.replace(METADATA, revision="abc"))
    assert "Code at commit" not in model_card(METADATA)
