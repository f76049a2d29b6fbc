"""The training configuration: what `findings train` reads from TOML."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from inspection_findings.exceptions import ConfigError
from inspection_findings.model.parameters import FieldSource
from inspection_findings.model.text import Analyzer, CharNgrams, WordNgrams
from inspection_findings.settings import read_toml, validated

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldConfig(_Strict):
    """One TF-IDF field: which text, which n-grams, how heavy."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    source: FieldSource
    analyzer: Literal["word", "char"] = "word"
    low: Annotated[int, Field(ge=1)] = 1
    high: Annotated[int, Field(ge=1, le=8)] = 2
    min_df: Annotated[int, Field(ge=1)] = 2
    weight: Positive = 1.0

    @model_validator(mode="after")
    def _ordered(self) -> FieldConfig:
        if self.low > self.high:
            raise ValueError("low must not exceed high")
        return self

    def build_analyzer(self) -> Analyzer:
        """Return the callable that turns text into this field's n-grams."""
        return (WordNgrams if self.analyzer == "word" else CharNgrams)(self.low, self.high)


class FeaturesConfig(_Strict):
    """All features of the first pass.

    Attributes
    ----------
    section_dropout
        Share of the passages that are shown without their section in training, so that the model also
        serves sentences that come without one.
    """

    reach: Annotated[int, Field(ge=0, le=100)] = 2
    section_dropout: Annotated[float, Field(ge=0, lt=1)] = 0.15
    place_weight: Positive = 1.0
    fields: tuple[FieldConfig, ...] = (
        FieldConfig(name="words", source="text", low=1, high=2),
        FieldConfig(name="characters", source="text", analyzer="char", low=3, high=5, min_df=5, weight=0.7),
        FieldConfig(name="previous", source="previous", low=1, high=1, weight=0.5),
        FieldConfig(name="passage", source="passage", low=1, high=2, weight=0.5),
    )

    @model_validator(mode="after")
    def _distinct(self) -> FeaturesConfig:
        names = [f.name for f in self.fields]
        if not names or len({*names, "places"}) != len(names) + 1:
            raise ValueError("fields need at least one entry and distinct names, none of them 'places'")
        return self


class FirstPassConfig(_Strict):
    """How the factorised linear models are fitted.

    Attributes
    ----------
    domain_c, polarity_c
        Inverse regularisation strengths.
    ratio_power, smoothing
        Of the Naive Bayes weights that features are multiplied by; with a power of 0 they are not.
    """

    domain_c: Positive = 4.0
    polarity_c: Positive = 4.0
    ratio_power: Annotated[float, Field(ge=0, le=1)] = 0.5
    smoothing: Positive = 10.0


class SecondPassConfig(_Strict):
    """Rounds of stacking over neighbours' scores, their regularisation, and how much labels share."""

    rounds: Annotated[int, Field(ge=1, le=4)] = 2
    c: Positive = 1.0
    shared: Annotated[float, Field(ge=0, le=1)] = 0.5


class ThresholdConfig(_Strict):
    """How far each label's threshold is pulled towards the one threshold for all (0 to 1)."""

    shrinkage: Annotated[float, Field(ge=0, le=1)] = 0.5


class TrainingConfig(_Strict):
    """Everything that decides what a training run yields, given the data.

    Attributes
    ----------
    specimen_weight
        Sample weight of a specimen beside real sentences; has no effect where there are only specimens.
    folds
        Folds, grouped by authority, of the out-of-fold predictions.
    """

    name: str = "default"
    seed: int = 0
    specimen_weight: Positive = 1.0
    folds: Annotated[int, Field(ge=2)] = 5
    features: FeaturesConfig = FeaturesConfig()
    first_pass: FirstPassConfig = FirstPassConfig()
    second_pass: SecondPassConfig = SecondPassConfig()
    thresholds: ThresholdConfig = ThresholdConfig()


def read_config(path: Path | None = None, overrides: list[str] | None = None) -> TrainingConfig:
    """Read a configuration and apply ``section.key=value`` overrides.

    Parameters
    ----------
    path
        TOML file; the defaults when ``None``.
    overrides
        Values are read as TOML, and as plain strings where they are not.

    Raises
    ------
    ConfigError
        If the file is missing or not TOML, a key is unknown or a value is out of range.
    """
    values = read_toml(path)
    for override in overrides or []:
        _apply(values, override)
    return validated(TrainingConfig, values, path, name="configuration")


def _apply(values: dict[str, Any], override: str) -> None:
    key, equals, text = override.partition("=")
    parts = key.strip().split(".")
    if not equals or not all(parts):
        raise ConfigError(f"override {override!r}: expected section.key=value, e.g. first_pass.domain_c=8")
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        value = text.strip()
    table = values
    for part in parts[:-1]:
        inner = table.setdefault(part, {})
        if not isinstance(inner, dict):
            raise ConfigError(f"override {override!r}: {part} is not a table")
        table = inner
    table[parts[-1]] = value
