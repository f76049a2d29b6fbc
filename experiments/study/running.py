"""From a row and a part to predictions of the sentences that are measured on."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Memory
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from inspection_findings.evaluation.baselines import lexicon_baseline, majority_baseline
from inspection_findings.model.beta import SURE, fit_beta
from inspection_findings.model.calibration import calibrate
from inspection_findings.model.config import read_config
from inspection_findings.model.features import sentence_table, table_bounds, table_places
from inspection_findings.model.neighbours import logit, sigmoid, stack_features, stacked_probabilities
from inspection_findings.model.stacking import PassageStacker, cell_weights
from inspection_findings.model.thresholds import choose_thresholds
from inspection_findings.model.training import fit_classifier
from study.config import Row
from study.data import VALIDATION, StudyData, load_data
from study.models import FirstScores, Scores, first_scores

DEFAULT_CONFIG = Path("experiments/default.toml")

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Predictions:
    """Predictions of a part's sentences.

    Attributes
    ----------
    rows
        Which sentences.
    probabilities, predicted
        Shape (n, 22).
    nonzero
        Weights of the model that are not zero.
    seconds
        Processor time of its training.
    """

    rows: NDArray[np.intp]
    probabilities: Floats
    predicted: NDArray[np.int8]
    nonzero: int
    seconds: float


def run_bundle(
    folder: Path, cache: Path, rows: Sequence[Row], part: str, *, quick: bool, again: bool
) -> dict[str, Predictions]:
    """Run rows that share a first pass on one part.

    Parameters
    ----------
    folder
        Of the built corpus.
    cache
        Folder of what was counted and fitted before.
    rows
        With equal first passes.
    part
        Name of the part.
    quick
        Whether to take a few sentences only.
    again
        Whether to fit in any case.
    """
    data, memory = load_data(folder, quick=quick), Memory(cache, verbose=0)
    if rows[0].kind == "product":
        return {row.name: _product(data, row, part, memory, again=again) for row in rows}
    if rows[0].kind != "linear":
        return {row.name: _baseline(data, row, part) for row in rows}
    first = first_scores(data, rows[0].first_pass(), part, memory, again=again)
    stacked: list[Stage] = []
    if highest := max(row.rounds for row in rows):
        stacked = list(stack(data, first, part, highest))
    return {row.name: finish(data, row, part, first, stacked) for row in rows}


def _baseline(data: StudyData, row: Row, part: str) -> Predictions:
    held = data.parts[part].held
    started = time.process_time()
    if row.kind == "majority":
        scored = majority_baseline(data.take(data.parts[part].train), data.take(held))
    else:
        scored = lexicon_baseline(data.take(held))
    return Predictions(held, scored.probabilities, scored.predicted, 0, time.process_time() - started)


def _product(data: StudyData, row: Row, part: str, memory: Memory, *, again: bool) -> Predictions:
    config = read_config(DEFAULT_CONFIG if DEFAULT_CONFIG.is_file() else None)
    if part != VALIDATION:
        config = config.model_copy(update={"folds": row.inner_folds})
    cached = memory.cache(_fit_product, ignore=["data"], verbose=0)
    arguments = (config.model_dump_json(), part, data.fingerprint, data)
    result: Predictions = cached.call(*arguments)[0] if again else cached(*arguments)
    return result


def _fit_product(config_json: str, part: str, fingerprint: str, data: StudyData) -> Predictions:
    from inspection_findings.model.config import TrainingConfig

    config, held = TrainingConfig.model_validate_json(config_json), data.parts[part].held
    started = time.process_time()
    classifier = fit_classifier(data.take(data.parts[part].train), config)
    seconds = time.process_time() - started
    table = sentence_table([r.sentence for r in data.take(held)], reach=config.features.reach)
    probabilities = classifier.predict_proba(table)
    predicted = (probabilities >= classifier.thresholds_).astype(np.int8)
    arrays = [classifier.first_pass_.named_steps["classifier"].coef_, *(r.coef_ for r in classifier.rounds_)]
    nonzero = sum(int(np.count_nonzero(array)) for array in arrays)
    return Predictions(held, probabilities, predicted, nonzero, seconds)


@dataclass(frozen=True)
class Stage:
    """Probabilities after a round of stacking, its weights and the seconds up to then."""

    inner: Floats
    held: Floats
    nonzero: int
    seconds: float


def stack(data: StudyData, first: FirstScores, part: str, rounds: int) -> Iterator[Stage]:
    """Stack over neighbours' predictions as the product does (model/classifier.py)."""
    held_rows, truth = data.parts[part].held, data.truth[first.rows]
    inner_table, held_table = data.table.iloc[first.rows], data.table.iloc[held_rows]
    inner_around = (data.shown_places[first.rows], table_bounds(inner_table))
    held_around = (table_places(held_table), table_bounds(held_table))
    weight = cell_weights(np.ones(len(truth)), first.inner.pairs)
    inner = held = None
    nonzero, started = 0, time.process_time()
    for _ in range(rounds):
        features = stack_features(_domains(first.inner), first.inner.pairs, inner, *inner_around)
        held_features = stack_features(_domains(first.held), first.held.pairs, held, *held_around)
        inner = np.zeros(truth.shape)
        for fitted, left_out in first.folds:
            stacker = PassageStacker().fit(features[fitted], truth[fitted], weight[fitted])
            inner[left_out] = stacker.predict_proba(features[left_out])
        whole = PassageStacker().fit(features, truth, weight)
        held = stacked_probabilities(held_features, whole.coef_, whole.intercept_)
        nonzero += int(np.count_nonzero(whole.coef_))
        yield Stage(inner, held, nonzero, time.process_time() - started)


def _domains(scores: Scores) -> Floats:
    if scores.domains is None:
        raise ValueError("stacking needs a factorised first pass")
    return scores.domains


def finish(data: StudyData, row: Row, part: str, first: FirstScores, stacked: Sequence[Stage]) -> Predictions:
    """Calibrate where the row says so, choose thresholds inside the training part, and predict."""
    started = time.process_time()
    held_rows, truth = data.parts[part].held, data.truth[first.rows]
    inner, held, nonzero, seconds = first.inner.pairs, first.held.pairs, first.nonzero, first.seconds
    if row.polarity == "vader":
        inner, held = _with_vader(data, first.rows, first.inner), _with_vader(data, held_rows, first.held)
    if row.rounds:
        stage = stacked[row.rounds - 1]
        inner, held = stage.inner, stage.held
        nonzero, seconds = nonzero + stage.nonzero, seconds + stage.seconds
    chosen = data.measured[first.rows]
    if row.rounds:
        curve = fit_beta(logit(inner[chosen], SURE), truth[chosen])
        inner, held = (sigmoid(calibrate(logit(each, SURE), curve)) for each in (inner, held))
    if row.platt:
        inner, held = platt(truth, inner, inner, held)
    thresholds = choose_thresholds(truth[chosen], inner[chosen], shrinkage=row.shrinkage)
    predicted = (held >= thresholds).astype(np.int8)
    return Predictions(held_rows, held, predicted, nonzero, seconds + time.process_time() - started)


def platt(truth: NDArray[np.int8], inner: Floats, *others: Floats) -> list[Floats]:
    """Calibrate probabilities by a logistic regression a label on their log-odds (Platt, 1999)."""
    results = [np.zeros_like(other) for other in others]
    for k in range(truth.shape[1]):
        model = LogisticRegression(C=100.0).fit(logit(inner[:, k : k + 1], 1e-9), truth[:, k])
        slope, offset = float(model.coef_[0, 0]), float(model.intercept_[0])
        for result, other in zip(results, others, strict=True):
            result[:, k] = sigmoid(slope * logit(other[:, k], 1e-9) + offset)
    return results


def _with_vader(data: StudyData, rows: NDArray[np.intp], scores: Scores) -> Floats:
    strength = vader_strength([data.records[i].sentence.text for i in rows])
    polarities = np.stack([strength, 1 - strength], axis=1)[:, None, :]
    pairs: Floats = (sigmoid(_domains(scores))[:, :, None] * polarities).reshape(len(rows), -1)
    return pairs


def vader_strength(texts: Sequence[str]) -> Floats:
    """How far VADER (Hutto and Gilbert, ICWSM 2014) takes sentences for strengths, 0 to 1."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer: Any = SentimentIntensityAnalyzer()
    return np.array([(1 + analyzer.polarity_scores(text)["compound"]) / 2 for text in texts])
