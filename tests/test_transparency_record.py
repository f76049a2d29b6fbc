"""The published record says what the model and its card say."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from inspection_findings.corpus.catalogue import read_catalogue
from inspection_findings.corpus.records import Source

ROOT = Path(__file__).resolve().parent.parent
# Where lines break says nothing.
RECORD = " ".join((ROOT / "docs" / "transparency-record.md").read_text(encoding="utf-8").split())
MODEL = json.loads((ROOT / "models" / "default" / "model.json").read_text(encoding="utf-8"))

# Numbered as in version 3.0 of the standard.
FIELDS = [
    *(f"1.{n}" for n in range(1, 5)),
    *(f"1.4.{n}" for n in range(1, 6)),
    *(f"2.{n}" for n in range(1, 6)),
    *(f"3.{n}" for n in range(1, 6)),
    *(f"4.1.{n}" for n in range(1, 6)),
    *(f"4.2.{n}" for n in range(1, 9)),
    *(f"4.3.{n}" for n in range(1, 10)),
    *(f"4.4.{n}" for n in range(1, 6)),
    *(f"5.{n}" for n in range(1, 3)),
]


@pytest.mark.parametrize("number", FIELDS)
def test_every_field_of_the_standard_is_filled_in(number):
    [field] = re.findall(rf"\*\*{re.escape(number)} [^*]+\*\*:?\s*([^*]+)", RECORD)
    assert len(field.split()) >= 1


def test_the_model_is_the_one_that_is_shipped():
    assert f"**4.2.2 Version**: {MODEL['version']}." in RECORD


def test_figures_are_those_of_the_card():
    metrics, estimates = MODEL["metrics"], MODEL["metrics"]["estimates"]

    def figure(name: str) -> str:
        return "{value:.2f} ({low:.2f} to {high:.2f})".format(**estimates[name])

    for sentence in (
        f"On {metrics['sentences']:,} sentences of {metrics['documents']} reports "
        f"of {metrics['authorities']} authorities that were left out of training",
        f"F1 of pairs of domain and polarity is {figure('pair_micro_f1')}",
        f"that of domains {figure('domain_micro_f1')}",
        f"right on {estimates['polarity_accuracy']['value']:.0%} of the domains found",
        f"Of all findings shown, {metrics['reliability']['right']:.0%} are right",
        f"off by {estimates['expected_calibration_error']['value']:.2f} on average",
    ):
        assert sentence in RECORD


def test_sizes_are_those_of_the_training_data():
    data = MODEL["data"]
    of = data["sources"]
    assert f"{data['sentences']:,} sentences with {data['labels']:,} findings" in RECORD
    assert (
        f"{of['report']:,} of them from reports, {of['article']:,} from news articles, "
        f"{of['specimen']:,} from letters that were invented"
    ) in RECORD
    assert f"{data['documents']} reports and articles about {data['authorities']} authorities" in RECORD


def test_only_name_and_contacts_are_left_to_fill_in():
    assert set(re.findall(r"\[[^\]]+\](?!\()", RECORD)) == {
        "[square brackets]",
        "[address]",
        "[name]",
        "[role]",
    }


def test_the_reports_are_those_of_the_source_list():
    entries = read_catalogue(ROOT / "data" / "raw" / "sources.csv").values()
    days = [entry.published for entry in entries if entry.source is Source.REPORT]
    years = sorted(day.year for day in days if day is not None)
    assert f"Reports published from {years[0]} to {years[-1]}" in RECORD
