from __future__ import annotations

import json

import pytest

from inspection_findings.model.storage import save_model
from inspection_findings.model.training import compact_model
from inspection_findings.reporting.card import model_card
from inspection_findings.tracking.artifacts import fetch_file
from inspection_findings.tracking.cards import CARD_FILE, keep_card, standing_of, version_card
from inspection_findings.tracking.promotion import GATE_TAG
from inspection_findings.tracking.registry import CHAMPION, set_alias, tag_version
from made_metadata import METADATA
from made_predictions import made_predictions
from registered import made_version, store_in

NOTED = {
    "result": "held_back", "at": "2026-01-02T03:04:05+00:00", "by": "ada", "champion": 1,
    "checks": [{"rule": "max_ece", "value": 0.1, "limit": 0.05, "passed": False, "words": "too much"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def version(classifier, tmp_path_factory):
    folder = tmp_path_factory.mktemp("cards")
    scorer = compact_model(classifier, data=METADATA.data, metrics=METADATA.metrics, revision="abc")
    save_model(folder / "model", scorer.parameters, scorer.metadata)
    with store_in(folder):
        yield made_version(made_predictions(), model=folder / "model")


def test_a_card_says_what_the_model_says_and_where_it_stands(version):
    text = version_card(version)
    assert "Code at commit `abc`." in text
    assert "Nothing has been decided on it" in text
    assert f"`{version.address}`, `challenger`, made by run `{version.run_id}`" in text


def test_a_card_is_kept_with_the_run_and_says_what_was_decided(version):
    tag_version(version.version, {GATE_TAG: json.dumps(NOTED)})
    set_alias(CHAMPION, version.version)
    keep_card(version)
    text = fetch_file(version.run_id, CARD_FILE).decode()
    assert "`champion` and `challenger`" in text
    assert "**held back**, 2026-01-02T03:04:05+00:00, by ada, against version 1." in text
    assert "| max_ece | **fails** | too much |" in text


@pytest.mark.parametrize("tag", ["", "null", "[]", '{"result": "promoted"}', "{"])
def test_a_tag_that_is_no_decision_is_none(version, tag):
    tag_version(version.version, {GATE_TAG: tag})
    assert standing_of(version).gate is None


def test_a_folder_has_no_standing():
    assert "In the registry" not in model_card(METADATA)
