"""What a model achieves, as one object that every format is written from."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inspection_findings.evaluation.groups import Grouping
from inspection_findings.evaluation.metrics import Evaluation

SCHEMA = "inspection-findings/evaluation/1"
FEW_DOCUMENTS = 10
"""Under so many a bootstrap by document says little, and people are shown no interval."""


@dataclass(frozen=True)
class MeasuredModel:
    """A model and its figures.

    Attributes
    ----------
    model
        As it was referred to.
    version
        That it gives itself.
    run_id
        Of the run that made it, where it comes from one.
    data
        What it was measured on, in words.
    data_fingerprint
        Of the corpus; empty for a file of sentences.
    fingerprint
        Of the sentences.
    evaluation
        On all of them.
    groups
        On those of each framework or section.
    """

    model: str
    version: str
    run_id: str | None
    data: str
    data_fingerprint: str
    fingerprint: str
    evaluation: Evaluation
    groups: Mapping[Grouping, Mapping[str, Evaluation]]


def measured_record(measured: MeasuredModel) -> dict[str, Any]:
    """Everything as plain values for JSON; a figure that is not a number is ``None``."""
    return {
        "schema": SCHEMA,
        "model": {"name": measured.model, "version": measured.version, "run_id": measured.run_id},
        "data": {
            "name": measured.data,
            "fingerprint": measured.data_fingerprint or None,
            "sentences_fingerprint": measured.fingerprint,
        },
        **_evaluation(measured.evaluation),
        "groups": {
            grouping.value: [{"name": name, **_evaluation(each)} for name, each in groups.items()]
            for grouping, groups in measured.groups.items()
        },
    }


def _evaluation(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "sentences": evaluation.sentences,
        "documents": evaluation.documents,
        "estimates": {
            name: {key: _number(value) for key, value in dataclasses.asdict(estimate).items()}
            for name, estimate in evaluation.estimates.items()
        },
        "per_label": [dataclasses.asdict(score) for score in evaluation.per_label],
    }


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
