"""What is compared: the rows and groups of ``study.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from inspection_findings.exceptions import ConfigError
from inspection_findings.model.config import FieldConfig, Positive

Solver = Literal["logistic", "svm", "l1", "elastic-net", "naive-bayes", "nb-svm", "weighted", "chi2"]
Keep = Literal["hyphens", "numbers"]
Place = Literal["section", "bullet", "first"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FirstPass(_Strict):
    """What is fitted on a sentence's features; rows that agree in all of it share one fit.

    Attributes
    ----------
    fields, places
        Features: TF-IDF fields, and which of section, bullet and first-in-passage stand beside them.
    keep
        What normalisation leaves as it is.
    factorised
        Domains, then polarity given the domain; a classifier for each of the 22 labels otherwise.
    solver, c, balanced
        How each linear classifier is fitted.
    keep_features
        How many features ``chi2`` keeps for each classifier.
    specimens
        Whether specimens are trained on beside real text.
    inner_folds
        Folds by authority, inside the training part, of the predictions that all else is chosen on.
    trials
        Of the search for regularisation and field weights; none where 0.
    """

    fields: tuple[FieldConfig, ...] = ()
    places: tuple[Place, ...] = ()
    keep: tuple[Keep, ...] = ()
    factorised: bool = True
    solver: Solver = "logistic"
    c: Positive = 4.0
    polarity_c: Positive | None = None
    place_weight: Positive = 1.0
    balanced: bool = False
    keep_features: Annotated[int, Field(ge=1)] = 5000
    specimens: bool = True
    inner_folds: Annotated[int, Field(ge=2)] = 2
    trials: Annotated[int, Field(ge=0)] = 0


class Row(FirstPass):
    """One row of the study.

    Attributes
    ----------
    kind
        ``linear`` is made of the settings here; ``product`` is whatever ``experiments/default.toml``
        says, trained as ``findings train`` does; the others are baselines without training.
    polarity
        ``vader`` takes the polarity from the VADER lexicon and the domain from the model.
    platt
        Whether each label's score is calibrated by Platt scaling.
    shrinkage
        Of the thresholds, as in ``inspection_findings.model.thresholds``.
    rounds
        Of stacking over neighbours' predictions.
    folds
        Whether the row is run on the outer folds.
    validation
        Whether the row is also trained on the whole training split and measured on validation.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    group: str
    title: str
    kind: Literal["majority", "word-lists", "linear", "product"] = "linear"
    polarity: Literal["learnt", "vader"] = "learnt"
    platt: bool = False
    shrinkage: Annotated[float, Field(ge=0, le=1)] = 0.5
    rounds: Annotated[int, Field(ge=0, le=2)] = 0
    folds: bool = True
    validation: bool = False

    def first_pass(self) -> FirstPass:
        """The settings of the first pass alone."""
        return FirstPass(**{name: getattr(self, name) for name in FirstPass.model_fields})


class Group(_Strict):
    """Rows that answer one question.

    Attributes
    ----------
    says
        What they show, in plain words.
    """

    name: str
    title: str
    says: str


class Study(_Strict):
    """All that is compared.

    Attributes
    ----------
    incumbent
        Row that the others are compared with, out of fold.
    validation_incumbent
        The same on validation.
    """

    incumbent: str
    validation_incumbent: str
    groups: tuple[Group, ...]
    rows: tuple[Row, ...]

    def select(self, names: list[str]) -> list[Row]:
        """Rows by name, in the order of the study; all where no name is given.

        Raises
        ------
        ConfigError
            If there is no row of a name.
        """
        known = [row.name for row in self.rows]
        for name in names:
            if name not in known:
                raise ConfigError(f"no row {name!r} in the study: the rows are {', '.join(known)}")
        return [row for row in self.rows if not names or row.name in names]


def read_study(path: Path) -> Study:
    """Read the study; a row names its fields, and what it leaves out is as in ``[defaults]``.

    Raises
    ------
    ConfigError
        If the file is not TOML, or a key or value is not known.
    """
    try:
        values: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        fields = {entry["name"]: entry for entry in values.pop("field")}
        defaults = values.pop("defaults")
        rows = [
            {**row, "fields": [fields[name] for name in row.get("fields", [])]}
            for row in ({**defaults, **row} for row in values.pop("row"))
        ]
        study = Study(rows=tuple(rows), groups=tuple(values.pop("group")), **values)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as error:
        raise ConfigError(f"{path}: cannot be used: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    groups = {group.name for group in study.groups}
    names = [row.name for row in study.rows]
    for row in study.rows:
        if row.group not in groups or names.count(row.name) > 1:
            raise ConfigError(f"{path}: row {row.name!r}: unknown group or a name that is taken")
    return study
