"""A comparison as plain values: the JSON of ``findings compare``, and the lines of ``--changed``.

What each field means is in ``docs/comparing.md``.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterator
from typing import Any

from inspection_findings.reporting.comparison.report import Compared, Contender, Report
from inspection_findings.reporting.comparison.verdict import verdict

SCHEMA = "inspection-findings/comparison/1"


def comparison_record(report: Report) -> dict[str, Any]:
    """Everything but the changed sentences; a figure that is not a number is ``None``."""
    first = report.first
    return {
        "schema": SCHEMA,
        "data": {
            "name": report.data,
            "fingerprint": report.data_fingerprint or None,
            "sentences_fingerprint": first.fingerprint,
            "sentences": first.sentences,
            "documents": first.documents,
        },
        "resamples": first.resamples,
        "permutations": first.permutations,
        "seed": first.seed,
        "baseline": _contender(report.baseline),
        "comparisons": [_compared(each) for each in report.compared],
    }


def changed_lines(report: Report) -> Iterator[str]:
    """A line of JSON for each sentence of which a model reports other findings than the baseline."""
    for compared in report.compared:
        for sentence in compared.comparison.changed:
            row = {
                "id": sentence.id,
                "document": sentence.document,
                "model": compared.contender.name,
                "truth": sentence.truth,
                "baseline_findings": sentence.a,
                "model_findings": sentence.b,
            }
            yield json.dumps(row)


def _contender(contender: Contender) -> dict[str, Any]:
    return {
        "letter": contender.letter,
        "name": contender.name,
        "run_id": contender.run_id,
        "predictions": "stored" if contender.stored else "now",
    }


def _compared(compared: Compared) -> dict[str, Any]:
    comparison = compared.comparison
    return {
        "model": _contender(compared.contender),
        "outcome": compared.outcome.value,
        "verdict": verdict(compared),
        "adjusted_p_value": _number(compared.p_value),
        "metrics": {name: _values(each) for name, each in comparison.metrics.items()},
        "labels": [_values(each) for each in compared.by_change],
        "mcnemar": _values(comparison.mcnemar),
        "changed_sentences": len(comparison.changed),
    }


def _values(item: Any) -> dict[str, Any]:
    return {name: _number(value) for name, value in dataclasses.asdict(item).items()}


def _number(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value
