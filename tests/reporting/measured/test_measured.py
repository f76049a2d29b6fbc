import io
import json

import numpy as np
import pytest
from rich.console import Console

from inspection_findings.evaluation.groups import Grouping, evaluate_groups, evaluate_predictions
from inspection_findings.evaluation.metrics import METRICS
from inspection_findings.reporting.measured import (
    MeasuredModel,
    measured_markdown,
    measured_record,
    print_measured,
)
from made_predictions import as_good_as, made_predictions


def measure(predictions):
    return MeasuredModel(
        model="models/a|b",
        version="1.0+abc",
        run_id="0" * 32,
        data="validation split",
        data_fingerprint=predictions.data_fingerprint,
        fingerprint=predictions.fingerprint,
        evaluation=evaluate_predictions(predictions, resamples=50),
        groups={each: evaluate_groups(predictions, each, resamples=20) for each in Grouping},
    )


@pytest.fixture(scope="module")
def measured():
    return measure(made_predictions(documents=12))


def printed(measured):
    stream = io.StringIO()
    print_measured(Console(file=stream, width=100), measured)
    return stream.getvalue()


def test_the_record_holds_every_figure_and_is_plain_json(measured):
    record = json.loads(json.dumps(measured_record(measured), allow_nan=False))
    assert record["schema"] == "inspection-findings/evaluation/1"
    assert record["model"] == {"name": "models/a|b", "version": "1.0+abc", "run_id": "0" * 32}
    assert set(record["estimates"]) == set(METRICS)
    estimate = measured.evaluation.estimates["pair_macro_f1"]
    assert record["estimates"]["pair_macro_f1"]["low"] == estimate.low
    assert len(record["per_label"]) == 22
    assert [each["name"] for each in record["groups"]["framework"]] == ["ilacs", "send", "none"]
    assert sum(each["sentences"] for each in record["groups"]["section"]) == record["sentences"] == 240


def test_what_is_not_a_number_is_null_in_the_record_and_a_dash_elsewhere():
    silent = measure(as_good_as(made_predictions(), thresholds=np.full(22, 2.0)))
    record = json.loads(json.dumps(measured_record(silent), allow_nan=False))
    assert record["estimates"]["polarity_accuracy"] == {"value": None, "low": None, "high": None}
    assert "| polarity accuracy | – | – |" in measured_markdown(silent)
    assert "nan" not in measured_markdown(silent) + printed(silent)


def test_the_page_says_what_was_measured_on_what(measured):
    page = measured_markdown(measured)
    assert page.startswith(r"# models/a\|b on validation split")
    assert "240 sentences of 12 documents" in page
    estimate = measured.evaluation.estimates["pair_micro_f1"]
    assert f"| pair micro f1 | {estimate.value:.3f} | {estimate.low:.3f} to {estimate.high:.3f} |" in page
    assert page.index("## By label") < page.index("## By framework") < page.index("## By section")


def test_a_group_of_few_documents_has_no_interval():
    few = measure(made_predictions(documents=9))
    estimate = few.groups[Grouping.SECTION]["leaders"].estimates["pair_micro_f1"]
    for text in (measured_markdown(few), printed(few)):
        assert f"{estimate.value:.3f}" in text
        assert f"({estimate.low:.3f}" not in text


def test_the_terminal_shows_the_same_groups(measured):
    shown = printed(measured)
    assert "Validation split: 240 sentences of 12 documents" in shown
    estimate = measured.groups[Grouping.FRAMEWORK]["send"].estimates["pair_micro_f1"]
    assert f"{estimate.value:.3f} ({estimate.low:.3f} to {estimate.high:.3f})" in shown
    assert max(len(line.rstrip()) for line in shown.splitlines()) <= 100
