"""The models of a comparison: found, their predictions read or made, and compared with the first."""

from __future__ import annotations

import hashlib
import string
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from inspection_findings.commands.console import Messages
from inspection_findings.commands.samples import Sample, choose_sample
from inspection_findings.evaluation.comparison import compare
from inspection_findings.evaluation.predictions import (
    PREDICTIONS_FILE,
    RUN_PREDICTIONS,
    Predictions,
    fingerprint_of,
    predict,
)
from inspection_findings.evaluation.significance import holm
from inspection_findings.exceptions import ComparisonError, PredictionsError, TrackingError
from inspection_findings.model.scorer import load_model
from inspection_findings.reporting.comparison import Compared, Contender, Report
from inspection_findings.tracking.references import resolve

if TYPE_CHECKING:
    from inspection_findings.tracking.references import Resolved


@dataclass(frozen=True)
class _Scored:
    contender: Contender
    predictions: Predictions


class _Sentences:
    """What models without stored predictions are scored on; read when first needed."""

    def __init__(self, split: str | None, sentences: Path | None, data: Path) -> None:
        self._options = split, sentences, data
        self.named = split is not None or sentences is not None

    @cached_property
    def sample(self) -> Sample:
        """The sentences."""
        return choose_sample(*self._options)

    @cached_property
    def fingerprint(self) -> str:
        """Of the sentences."""
        return fingerprint_of(self.sample.examples)


def compare_models(
    references: Sequence[str],
    *,
    split: str | None = None,
    sentences: Path | None = None,
    data: Path,
    rescore: bool = False,
) -> Report:
    """Compare models with the first of them.

    Parameters
    ----------
    references
        Two models at least: folders, addresses in the registry, or runs.
    split, sentences, data
        As `choose_sample` takes them.
    rescore
        Whether to leave stored predictions aside.

    Raises
    ------
    ComparisonError
        If stored predictions are of different sentences.
    FindingsError
        If a model, its predictions or the sentences cannot be read.
    """
    chosen = _Sentences(split, sentences, data)
    scored = [
        _scored(letter, reference, chosen, rescore=rescore)
        for letter, reference in zip(string.ascii_uppercase, references, strict=False)
    ]
    baseline, *others = scored
    for other in others:
        _check_same(baseline, other)
    comparisons = [compare(baseline.predictions, other.predictions) for other in others]
    p_values = holm([comparison.headline.p_value for comparison in comparisons])
    return Report(
        baseline=baseline.contender,
        compared=[
            Compared(other.contender, comparison, p_value)
            for other, comparison, p_value in zip(others, comparisons, p_values, strict=True)
        ],
        data=_name(scored, chosen),
        data_fingerprint=baseline.predictions.data_fingerprint,
    )


def _scored(letter: str, reference: str, chosen: _Sentences, *, rescore: bool) -> _Scored:
    found = resolve(reference)
    stored = None if rescore else _stored(found)
    # Where sentences are named, predictions of others are none of them.
    if stored is not None and chosen.named and stored.fingerprint != chosen.fingerprint:
        stored = None
    contender = Contender(letter, reference, found.run_id, stored=stored is not None)
    if stored is not None:
        return _Scored(contender, stored)
    scorer = load_model(found.folder)
    sample = chosen.sample
    sample.warn_if_seen(scorer.metadata, reference)
    return _Scored(contender, predict(scorer, sample.examples, data_fingerprint=sample.data_fingerprint))


def _stored(found: Resolved) -> Predictions | None:
    """Predictions that were kept when the model was trained, ``None`` where there are none."""
    if found.run_id is not None:
        from inspection_findings.tracking.artifacts import fetch_file

        try:
            data = fetch_file(found.run_id, RUN_PREDICTIONS)
        except TrackingError as error:
            Messages().remark(f"{found.name}: no stored predictions, so it is scored now: {error}")
            return None
    else:
        path = found.folder / PREDICTIONS_FILE
        if not path.is_file():
            return None
        data = path.read_bytes()
        # A model that was trained again, or copied, may lie beside the predictions of another.
        if hashlib.sha256(data).hexdigest() != _noted(found.folder):
            Messages().remark(f"{path} is not of the model beside it, so this is scored now")
            return None
    try:
        return Predictions.from_bytes(data)
    except PredictionsError as error:
        raise PredictionsError(f"{found.name}: {error}, or give --rescore") from error


def _noted(folder: Path) -> str | None:
    """What a model says that the fingerprint of its predictions is."""
    noted: str | None = load_model(folder).metadata.metrics.get("predictions_sha256")
    return noted


def _check_same(a: _Scored, b: _Scored) -> None:
    if a.predictions.fingerprint != b.predictions.fingerprint:
        raise ComparisonError(
            f"{_about(a)}, but {_about(b)}: give --rescore to score both on the same sentences now"
        )


def _about(scored: _Scored) -> str:
    predictions, contender = scored.predictions, scored.contender
    data = f" of data {predictions.data_fingerprint[:8]}" if predictions.data_fingerprint else ""
    return (
        f"{contender.name} was scored {'in training' if contender.stored else 'now'} on "
        f"{len(predictions.ids):,} sentences{data} (fingerprint {predictions.fingerprint[:8]})"
    )


def _name(scored: Sequence[_Scored], chosen: _Sentences) -> str:
    """What was compared on, in words; the corpus is not read for it."""
    if chosen.named or not all(each.contender.stored for each in scored):
        return chosen.sample.name
    return "stored predictions"
