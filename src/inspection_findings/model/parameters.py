"""What a compact model consists of: named arrays, and metadata about where they come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from inspection_findings.exceptions import ModelError
from inspection_findings.labels import LABELS, Domain, Polarity
from inspection_findings.model.context import PLACES
from inspection_findings.model.neighbours import N_CELL_FEATURES
from inspection_findings.model.risk_control import RiskControl
from inspection_findings.model.terms import Terms
from inspection_findings.model.text import Analyzer

FieldSource = Literal["text", "previous", "passage"]
SOURCES: tuple[str, ...] = get_args(FieldSource)

N_DOMAINS = len(Domain)
N_POLARITIES = len(Polarity)
N_LABELS = len(LABELS)
N_OUTPUTS = N_DOMAINS + N_POLARITIES
"""Columns of the first pass: a logit a domain, then one a polarity."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class TextField:
    """One TF-IDF field and its linear weights.

    Attributes
    ----------
    name
        Name of the field in the feature table.
    source
        Which text it reads.
    weight
        What its unit-length TF-IDF vector is multiplied by.
    analyzer
        Turns that text into n-grams.
    terms
        The v n-grams of the vocabulary.
    idf
        Inverse document frequencies, shape (v,).
    coefficients
        First-pass weights, shape (v, 13), kept in single precision.
    """

    name: str
    source: FieldSource
    weight: float
    analyzer: Analyzer
    terms: Terms
    idf: Floats
    coefficients: NDArray[np.float32]


@dataclass(frozen=True)
class StackingRound:
    """One round of stacking, the standardisation folded in.

    Attributes
    ----------
    coefficients
        Shape (22, f): weights of the features that ``stack_features`` gives.
    intercepts
        Shape (22,).
    """

    coefficients: Floats
    intercepts: Floats


@dataclass(frozen=True)
class ModelParameters:
    """Everything that scoring needs.

    Attributes
    ----------
    fields
        The TF-IDF fields.
    reach
        How many sentences before each the field ``previous`` holds.
    place_coefficients
        First-pass weights of section and flags, shape (len(PLACES), 13).
    intercepts
        First-pass intercepts, shape (13,).
    polarity_offsets
        What each domain adds to the polarity logits, shape (11, 2).
    rounds
        Rounds of stacking over neighbours' scores, in order.
    calibration
        Parameters of the curve that calibrates the last round, shape (3,).
    thresholds
        Probability from which a label is reported, shape (22,).
    risk_control
        Thresholds that promise a precision; ``None`` where none was tested.
    """

    fields: tuple[TextField, ...]
    reach: int
    place_coefficients: Floats
    intercepts: Floats
    polarity_offsets: Floats
    rounds: tuple[StackingRound, ...]
    calibration: Floats
    thresholds: Floats
    risk_control: RiskControl | None = None

    def validate(self) -> None:
        """Check every shape and that every number is finite.

        Raises
        ------
        ModelError
            Naming the first array that is wrong.
        """
        expected: list[tuple[str, NDArray[Any], tuple[int, ...]]] = [
            ("place_coefficients", self.place_coefficients, (len(PLACES), N_OUTPUTS)),
            ("intercepts", self.intercepts, (N_OUTPUTS,)),
            ("polarity_offsets", self.polarity_offsets, (N_DOMAINS, N_POLARITIES)),
            ("calibration", self.calibration, (3,)),
            ("thresholds", self.thresholds, (N_LABELS,)),
        ]
        for k, stacking in enumerate(self.rounds):
            features = 1 + len(PLACES) + N_CELL_FEATURES * (1 if k == 0 else 2)
            expected.append((f"rounds.{k}.coefficients", stacking.coefficients, (N_LABELS, features)))
            expected.append((f"rounds.{k}.intercepts", stacking.intercepts, (N_LABELS,)))
        for text_field in self.fields:
            size = len(text_field.terms)
            expected.append((f"{text_field.name}.idf", text_field.idf, (size,)))
            expected.append((f"{text_field.name}.coefficients", text_field.coefficients, (size, N_OUTPUTS)))
        if not self.rounds:
            raise ModelError("the model has no round of stacking")
        for name, array, shape in expected:
            if array.shape != shape:
                raise ModelError(f"model array {name} has shape {array.shape}, expected {shape}")
            if not np.isfinite(array).all():
                raise ModelError(f"model array {name} holds a value that is not a finite number")
        if (self.calibration[:2] < 0).any():
            raise ModelError("model array calibration falls: a higher score would be a lower probability")
        if self.risk_control is not None:
            self.risk_control.validate(N_LABELS)


@dataclass(frozen=True)
class ModelMetadata:
    """What a model says of itself.

    Attributes
    ----------
    name, version
        Identify the model; the version carries the data fingerprint and the format of models.
    created
        Date of training, ISO 8601.
    data
        Fingerprint and sizes of the training data.
    metrics
        Figures of the same configuration on authorities left out of its training.
    config
        The training configuration.
    versions
        Versions of the libraries that trained it.
    revision
        Commit of the code that trained it, with ``-dirty`` where files differed; empty where it is not known.
    """

    name: str
    version: str
    created: str
    data: dict[str, Any] = field(default_factory=dict)
    metrics: dict[str, Any] = field(default_factory=dict)
    config: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    revision: str = ""
