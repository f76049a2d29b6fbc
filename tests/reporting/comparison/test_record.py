import dataclasses
import json
import re
from pathlib import Path

from inspection_findings.reporting.comparison import changed_lines, comparison_record, verdict

PAGE = Path(__file__).resolve().parents[3] / "docs" / "comparing.md"


def plain(report):
    return json.loads(json.dumps(comparison_record(report), allow_nan=False))


def names(value):
    """Every key, but not the names of metrics, which are values of a kind."""
    if isinstance(value, list):
        return {name for each in value for name in names(each)}
    if not isinstance(value, dict):
        return set()
    inner = {name for key, each in value.items() for name in names(each)}
    return inner | (set() if "pair_micro_f1" in value else set(value))


def test_every_model_is_there_with_every_figure(report):
    record = plain(report)
    assert record["baseline"] == {"letter": "A", "name": "models/a", "run_id": None, "predictions": "stored"}
    first, second = record["comparisons"]
    assert (first["outcome"], second["outcome"]) == ("better", "same")
    assert first["verdict"] == verdict(report.compared[0])
    assert second["model"]["run_id"] == "c" * 32
    found = report.first.headline
    assert first["metrics"]["pair_micro_f1"] == dataclasses.asdict(found)
    assert first["mcnemar"]["only_b"] == report.first.mcnemar.only_b
    assert first["changed_sentences"] == len(report.first.changed) > 0


def test_labels_are_sorted_by_change(report):
    changes = [each["change"] for each in plain(report)["comparisons"][0]["labels"]]
    assert len(changes) == 22
    assert changes == sorted(changes, reverse=True)


def test_what_is_not_a_number_is_null(report):
    nothing = dataclasses.replace(report.first.headline, low=float("nan"))
    comparison = dataclasses.replace(report.first, metrics={"pair_micro_f1": nothing})
    compared = dataclasses.replace(report.compared[0], comparison=comparison)
    record = plain(dataclasses.replace(report, compared=[compared]))
    assert record["comparisons"][0]["metrics"]["pair_micro_f1"]["low"] is None


def test_every_field_is_documented_and_every_documented_one_is_there(report):
    section = PAGE.read_text().split("## JSON")[1]
    rows, after = section.rsplit("\n\n", 1)
    documented = set(
        re.findall(r"`([a-z_0-9]+)`", "\n".join(line for line in rows.splitlines() if "|" in line))
    )
    values = {"null", "stored", "now", "better", "worse", "undecided", "same"}
    assert documented - values == names(plain(report))
    [line, *_] = map(json.loads, changed_lines(report))
    assert set(re.findall(r"`([a-z_]+)`", after)) == set(line)


def test_a_changed_sentence_is_a_line(report):
    lines = [json.loads(line) for line in changed_lines(report)]
    first = report.first.changed[0]
    assert lines[0] == {
        "id": first.id,
        "document": first.document,
        "model": "models/<b>|_x",
        "truth": list(first.truth),
        "baseline_findings": list(first.a),
        "model_findings": list(first.b),
    }
    assert {line["model"] for line in lines} == {"models/<b>|_x"}
