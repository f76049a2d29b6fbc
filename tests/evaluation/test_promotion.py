from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import numpy as np
import pytest

from inspection_findings.evaluation.comparison import Comparison, Difference, LabelChange, compare
from inspection_findings.evaluation.metrics import METRICS
from inspection_findings.evaluation.promotion import PromotionRules, decide, held_back, read_rules
from inspection_findings.exceptions import ConfigError
from inspection_findings.labels import LABELS
from made_predictions import as_good_as, made_predictions

RULES = Path(__file__).resolve().parents[2] / "experiments" / "promotion.toml"
# Scores that are made up are not calibrated, and few.
LAX = {"max_ece": 1.0, "min_sentences": 1, "min_support": 1}
FEW = {"resamples": 200, "permutations": 199}


@pytest.fixture(scope="module")
def challenger():
    return made_predictions(noise=0.15)


def made_comparison(*, metrics=None, labels=None):
    """Two models, alike but for some metrics and labels: each a change and both ends of its interval."""
    changed = dict.fromkeys(METRICS, (0.0, -0.01, 0.01)) | (metrics or {})
    fell = dict.fromkeys(map(str, LABELS), (0.0, -0.01, 0.01)) | (labels or {})
    return Comparison(
        metrics={
            name: Difference(name, 0.8, 0.8 + change, change, low, high, 0.001 if low * high > 0 else 0.5)
            for name, (change, low, high) in changed.items()
        },
        labels=tuple(
            LabelChange(name, 50, 0.8, 0.8 + change, change, low, high, 0.001, 0.02)
            for name, (change, low, high) in fell.items()
        ),
        mcnemar=None, changed=(), sentences=240, documents=24, fingerprint="f",
        resamples=1, permutations=1, seed=0,
    )  # fmt: skip


def failed(comparison, challenger, **rules):
    decision = decide(PromotionRules(**{**LAX, **rules}), challenger, comparison)
    assert decision.passed is not bool(decision.failed)
    return [(check.rule, check.subject) for check in decision.failed]


def test_the_rules_that_are_checked_in_are_those_that_are_built_in():
    assert read_rules(RULES) == PromotionRules()


def test_every_rule_is_explained_where_it_is_set():
    text = RULES.read_text()
    assert [line for line in text.splitlines() if " = " in line and not line.startswith("#")] == [
        line
        for name in PromotionRules.model_fields
        for line in text.splitlines()
        if line.startswith(f"{name} = ")
    ]


def test_a_better_model_passes_and_a_worse_one_does_not(challenger):
    worse = made_predictions(noise=0.4)
    assert failed(compare(worse, challenger, **FEW), challenger) == []
    found = failed(compare(challenger, worse, **FEW), worse)
    assert ("min_gain", "pair_micro_f1") in found
    assert ("not_worse", "pair_macro_f1") in found
    assert "max_drop_per_label" in {rule for rule, _ in found}


def test_a_model_that_is_as_good_passes_unless_a_gain_is_asked(challenger):
    same = compare(challenger, challenger, **FEW)
    assert failed(same, challenger) == []
    assert failed(same, challenger, min_gain=0.001) == [("min_gain", "pair_micro_f1")]


def test_a_gain_is_counted_by_its_value_or_by_its_lower_end(challenger):
    comparison = made_comparison(metrics={"pair_micro_f1": (0.01, -0.002, 0.02)})
    assert failed(comparison, challenger, min_gain=0.01) == []
    assert failed(comparison, challenger, gain_by="interval") == [("min_gain", "pair_micro_f1")]
    assert failed(comparison, challenger, gain_by="interval", min_gain=-0.002) == []


def test_less_error_is_a_gain(challenger):
    name = "expected_calibration_error"
    lower = made_comparison(metrics={name: (-0.02, -0.03, -0.01)})
    higher = made_comparison(metrics={name: (0.02, 0.01, 0.03)})
    rules = {"metric": name, "not_worse": (name,), "gain_by": "interval"}
    assert failed(lower, challenger, min_gain=0.01, **rules) == []
    assert failed(higher, challenger, **rules) == [("min_gain", name), ("not_worse", name)]


def test_a_loss_that_is_allowed_must_still_not_be_sure(challenger):
    unsure = made_comparison(metrics={"pair_micro_f1": (-0.004, -0.01, 0.001)})
    sure = made_comparison(metrics={"pair_micro_f1": (-0.004, -0.006, -0.002)})
    assert failed(unsure, challenger, min_gain=-0.005) == []
    assert failed(sure, challenger, min_gain=-0.005) == [("not_worse", "pair_micro_f1")]
    assert failed(sure, challenger, min_gain=-0.005, not_worse=()) == []


@pytest.mark.parametrize(
    ("fall", "held"),
    [
        ((-0.2, -0.3, -0.01), True),
        ((-0.2, -0.4, 0.01), False),
        ((-0.05, -0.08, -0.01), False),
        ((0.2, 0.1, 0.3), False),
    ],
)
def test_a_label_holds_back_where_its_fall_is_large_and_no_chance(challenger, fall, held):
    comparison = made_comparison(labels={"voice:weakness": fall})
    assert failed(comparison, challenger) == ([("max_drop_per_label", "voice:weakness")] if held else [])
    assert failed(comparison, challenger, min_support=51) == []


def test_of_several_labels_the_largest_fall_comes_first(challenger):
    falls = {"voice:weakness": (-0.1, -0.2, -0.01), "workforce:strength": (-0.3, -0.4, -0.2)}
    decision = decide(PromotionRules(**LAX), challenger, made_comparison(labels=falls))
    assert [check.subject for check in decision.failed] == ["workforce:strength", "voice:weakness"]
    assert [check.value for check in decision.failed] == [0.3, 0.1]


def test_without_a_champion_only_the_challenger_is_asked(challenger):
    assert failed(None, challenger) == []
    assert failed(None, challenger, min_sentences=241) == [("min_sentences", "sentences")]
    assert failed(None, challenger, max_ece=0.001) == [("max_ece", "expected_calibration_error")]


def test_a_model_that_finds_nothing_is_held_back(challenger):
    silent = as_good_as(challenger, thresholds=np.full(22, 2.0))
    decision = decide(PromotionRules(**LAX), silent, None)
    assert [(check.rule, check.value) for check in decision.failed] == [("max_ece", None)]
    assert "no finding to measure it on" in decision.failed[0].words


def test_a_figure_that_is_none_does_not_pass(challenger):
    comparison = made_comparison(metrics={"polarity_accuracy": (math.nan, math.nan, math.nan)})
    assert failed(comparison, challenger, metric="polarity_accuracy") == [("min_gain", "polarity_accuracy")]


def test_each_check_says_its_value_and_its_limit_on_a_line(challenger):
    comparison = made_comparison(
        metrics={"pair_micro_f1": (-0.01, -0.02, -0.003)}, labels={"voice:weakness": (-0.2, -0.3, -0.1)}
    )
    decision = decide(PromotionRules(**{**LAX, "min_sentences": 2000}), challenger, comparison)
    words = [check.words for check in decision.failed]
    assert words == [
        "measured on 240 sentences: 2,000 are asked at least",
        "pair micro f1 gains -0.010 (-0.020 to -0.003): +0.000 is asked at least",
        "pair micro f1 gains -0.010 (-0.020 to -0.003): significantly worse",
        "voice:weakness changes by -0.200 (-0.300 to -0.100, 50 sentences): "
        "a fall of 0.050 is allowed at most",
    ]
    assert all(dataclasses.asdict(check)["limit"] is not None for check in decision.checks)


def test_not_measured_alike_holds_back():
    decision = held_back("same_sentences", "scored on other sentences: use --rescore")
    assert not decision.passed
    assert [(check.rule, check.words) for check in decision.failed] == [
        ("same_sentences", "scored on other sentences: use --rescore")
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("min_gian = 0", "min_gian: Extra inputs are not permitted"),
        ("metric = 'accuracy'", "'accuracy' is none of pair_micro_f1, "),
        ("not_worse = ['f1']", "'f1' is none of"),
        ("min_gain = nan", "min_gain: Input should be a finite number"),
        ("max_ece = 2", "max_ece: Input should be less than or equal to 1"),
        ("gain_by = 'luck'", "gain_by: Input should be 'value' or 'interval'"),
        ("min_gain = ", "not valid TOML"),
    ],
)
def test_a_mistake_in_the_rules_is_one_clear_line(tmp_path, text, message):
    path = tmp_path / "rules.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=r"rules\.toml: ") as caught:
        read_rules(path)
    assert message in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_rules_that_are_not_there_are_named(tmp_path):
    with pytest.raises(ConfigError, match=r"no\.toml: cannot be read"):
        read_rules(tmp_path / "no.toml")


def test_changes_stand_over_the_file(tmp_path):
    (tmp_path / "rules.toml").write_text("min_gain = 0.01\nmax_ece = 0.03\n")
    rules = read_rules(tmp_path / "rules.toml", {"min_gain": 0.02})
    assert (rules.min_gain, rules.max_ece) == (0.02, 0.03)
    with pytest.raises(ConfigError, match="promotion rules: max_ece"):
        read_rules(None, {"max_ece": -1})
