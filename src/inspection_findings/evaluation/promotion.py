"""Whether a model may take the place of the one in use: rules, and what they say of a comparison.

The rules and why they are what they are stand in ``experiments/promotion.toml``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from inspection_findings.evaluation.comparison import (
    Comparison,
    Difference,
    LabelChange,
    Outcome,
)
from inspection_findings.evaluation.metrics import LOWER_IS_BETTER, METRICS, expected_calibration_error
from inspection_findings.evaluation.predictions import Predictions
from inspection_findings.settings import read_toml, validated

Finite = Annotated[float, Field(allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1)]


class PromotionRules(BaseModel):
    """What a challenger must show; every rule has to hold.

    Attributes
    ----------
    metric
        One of `METRICS`: what has to be gained.
    min_gain
        By how much it has to be better than the champion's at least; below 0 it may be worse by so much.
    gain_by
        Whether the value of the gain has to reach `min_gain`, or the lower end of its 95% interval.
    not_worse
        Metrics that must not be significantly worse.
    max_drop_per_label
        By how much the F1 of a label may fall, beyond which a fall that is no chance holds back.
    min_support
        Labels with fewer true sentences are not looked at one by one.
    max_ece
        The largest expected calibration error of the challenger, whatever the champion's.
    min_sentences
        On so many sentences it must have been measured.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    metric: str = "pair_micro_f1"
    min_gain: Finite = 0.0
    gain_by: Literal["value", "interval"] = "value"
    not_worse: tuple[str, ...] = ("pair_micro_f1", "pair_macro_f1", "polarity_accuracy")
    max_drop_per_label: Share = 0.05
    min_support: Annotated[int, Field(ge=1)] = 20
    max_ece: Share = 0.05
    min_sentences: Annotated[int, Field(ge=1)] = 300

    @field_validator("metric", "not_worse")
    @classmethod
    def _known(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        for name in (value,) if isinstance(value, str) else value:
            if name not in METRICS:
                raise ValueError(f"{name!r} is none of {', '.join(METRICS)}")
        return value


@dataclass(frozen=True)
class Check:
    """What one rule says.

    Attributes
    ----------
    rule
        Name of the rule, as in the file.
    subject
        What it looked at: a metric, a label, or ``sentences``.
    value, limit
        What was found, and where the rule ends; ``None`` where it is no number.
    passed
        Whether the rule holds.
    words
        All of that for a reader, on one line.
    """

    rule: str
    subject: str
    value: float | None
    limit: float | None
    passed: bool
    words: str


@dataclass(frozen=True)
class Decision:
    """What all rules say; a model may be promoted where each holds."""

    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether every rule holds."""
        return all(check.passed for check in self.checks)

    @property
    def failed(self) -> tuple[Check, ...]:
        """The rules that do not hold."""
        return tuple(check for check in self.checks if not check.passed)


def read_rules(path: Path | None = None, changes: Mapping[str, Any] | None = None) -> PromotionRules:
    """Read the rules and change some of them.

    Parameters
    ----------
    path
        TOML file; the rules as they are built in when ``None``.
    changes
        Rules by name, over those of the file.

    Raises
    ------
    ConfigError
        If the file is missing or not TOML, a rule is unknown or a value is out of range.
    """
    return validated(PromotionRules, {**read_toml(path), **(changes or {})}, path, name="promotion rules")


def decide(rules: PromotionRules, challenger: Predictions, comparison: Comparison | None) -> Decision:
    """Ask every rule.

    Parameters
    ----------
    rules
        To hold.
    challenger
        What the model said that is to be promoted.
    comparison
        Of the champion (A) with the challenger (B); ``None`` where there is no champion, and then the rules
        that compare are left out.
    """
    checks = list(_absolute(rules, challenger))
    if comparison is not None:
        checks += [_gain(rules, comparison), *_not_worse(rules, comparison), *_labels(rules, comparison)]
    return Decision(tuple(checks))


def held_back(rule: str, why: str) -> Decision:
    """Hold a model back before any rule can be asked.

    Parameters
    ----------
    rule
        What it failed: ``complete`` where files are missing, ``same_sentences`` where it was not measured as
        the champion was, ``rolled_back`` where it was champion and taken back.
    why
        What is missing and what to do, on one line.
    """
    return Decision((Check(rule, "version", None, None, passed=False, words=why),))


def _absolute(rules: PromotionRules, challenger: Predictions) -> Iterator[Check]:
    n, least = len(challenger.ids), rules.min_sentences
    words = f"measured on {n:,} sentences: {least:,} are asked at least"
    yield Check("min_sentences", "sentences", n, least, n >= least, words)
    error = expected_calibration_error(challenger.scored)
    # Without a finding there is no error to speak of, and nothing to promote.
    shown = "no finding to measure it on" if math.isnan(error) else f"{error:.3f}"
    words = f"expected calibration error {shown}: {rules.max_ece:.3f} is allowed at most"
    yield Check(
        "max_ece", "expected_calibration_error", _number(error), rules.max_ece, error <= rules.max_ece, words
    )


def _gain(rules: PromotionRules, comparison: Comparison) -> Check:
    gain, low, high = _gained(comparison.metrics[rules.metric])
    by_value = rules.gain_by == "value"
    counted = gain if by_value else low
    words = (
        f"{_named(rules.metric)} gains {gain:+.3f} ({low:+.3f} to {high:+.3f}): "
        f"{rules.min_gain:+.3f} is asked at least{'' if by_value else ' of the lower end'}"
    )
    return Check("min_gain", rules.metric, _number(counted), rules.min_gain, counted >= rules.min_gain, words)


def _not_worse(rules: PromotionRules, comparison: Comparison) -> Iterator[Check]:
    for name in rules.not_worse:
        difference = comparison.metrics[name]
        gain, low, high = _gained(difference)
        worse = difference.outcome() is Outcome.WORSE
        words = (
            f"{_named(name)} gains {gain:+.3f} ({low:+.3f} to {high:+.3f}): "
            f"{'significantly worse' if worse else 'not significantly worse'}"
        )
        yield Check("not_worse", name, _number(gain), 0.0, not worse, words)


def _labels(rules: PromotionRules, comparison: Comparison) -> Iterator[Check]:
    limit = rules.max_drop_per_label
    looked_at = [each for each in comparison.labels if each.support >= rules.min_support]
    dropped = [each for each in looked_at if -each.change > limit and each.high < 0]
    for each in sorted(dropped, key=lambda each: each.change):
        words = f"{_changed(each)}: a fall of {limit:.3f} is allowed at most"
        yield Check("max_drop_per_label", each.label, -each.change, limit, passed=False, words=words)
    if not dropped:
        worst = min(looked_at, key=lambda each: each.change, default=None)
        words = f"no label falls by more than {limit:.3f} beyond chance" + (
            f"; least: {_changed(worst)}" if worst else ""
        )
        value = -worst.change if worst else None
        yield Check(
            "max_drop_per_label", worst.label if worst else "labels", value, limit, passed=True, words=words
        )


def _changed(label: LabelChange) -> str:
    return (
        f"{label.label} changes by {label.change:+.3f} ({label.low:+.3f} to {label.high:+.3f}, "
        f"{label.support} sentences)"
    )


def _gained(difference: Difference) -> tuple[float, float, float]:
    """Gain, and its interval: above 0 is better, whatever the metric."""
    if difference.name in LOWER_IS_BETTER:
        return -difference.change, -difference.high, -difference.low
    return difference.change, difference.low, difference.high


def _named(metric: str) -> str:
    return metric.replace("_", " ")


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
