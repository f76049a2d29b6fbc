"""What is compared: each model's probabilities of the measured sentences, its speed and its size."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from held_out import Floats, predict
from inspection_findings.corpus.records import LabelledSentence, truth_matrix
from inspection_findings.model.context import place_matrix
from inspection_findings.model.neighbours import logit, sigmoid
from inspection_findings.model.scorer import default_model_path, load_model
from inspection_findings.model.thresholds import GRID, choose_thresholds
from minilm.exchange import (
    EMBEDDINGS,
    FINE_TUNED,
    FOLDER,
    LABELLED,
    STUDENT,
    Arrays,
    by_id,
    digest,
    load_arrays,
)
from minilm.linear import Linear, fit_soft
from minilm.student import made_of

MEGABYTE = 1e6
_AS_GOOD = 0.005
"""Thresholds whose F1 lies no further below the best one's count as good."""
MINILM_WEIGHTS = 22_700_000
BYTES = 4
STRENGTHS = (1.0, 10.0, 100.0, 1000.0)
"""Inverse regularisation of the regression over embeddings: the one that does best inside training."""

DEFAULT, SHIPPED, FROZEN, TUNED, BOTH = "default", "shipped", "frozen", "fine-tuned", "mean"
WITHOUT, STUDENT_ROW = "without", "student"


@dataclass(frozen=True)
class Contender:
    """A model on the measured sentences.

    Attributes
    ----------
    probabilities
        Shape (n, 22).
    predicted
        0/1, shape (n, 22).
    speed
        Sentences a second of processor time; ``None`` where it was not measured.
    megabytes
        Of the weights.
    """

    name: str
    title: str
    probabilities: Floats
    predicted: NDArray[np.int8]
    speed: float | None = None
    megabytes: float | None = None


def contenders(train: Sequence[LabelledSentence], held: Sequence[LabelledSentence]) -> list[Contender]:
    """All rows of the table.

    Parameters
    ----------
    train, held
        The splits, whole: the default model reads neighbours that are not measured too.

    Returns
    -------
    Contenders on the representative sentences of ``held``, in their order.

    Raises
    ------
    FileNotFoundError
        If something has not been made yet, or was made of other sentences.
    """
    source = digest(FOLDER / LABELLED)
    embeddings = load_arrays(FOLDER / EMBEDDINGS, source)
    tuned = load_arrays(FOLDER / FINE_TUNED, source)
    students = load_arrays(FOLDER / STUDENT, made_of(FOLDER))
    measured = [row for row, record in enumerate(held) if record.representative]
    records = [held[row] for row in measured]
    ids, truth = [r.id for r in records], truth_matrix(records)
    groups = [record.group for record in records]

    predictions = predict(train, held)
    default = predictions.scores[measured]
    network = by_id(tuned, "logits", ids).astype(np.float64)
    frozen = frozen_probabilities(embeddings, train, records)

    def row(name: str, title: str, probabilities: Floats, *costs: float | None) -> Contender:
        return Contender(name, title, probabilities, decide(truth, probabilities, groups), *costs)

    linear_speed, linear_size = default_speed(held), default_size()
    tuned_speed = _speed(len(tuned["ids"]), float(tuned["seconds"]))
    network_size = MINILM_WEIGHTS * BYTES / MEGABYTE
    together = None if tuned_speed is None else 1 / (1 / tuned_speed + 1 / linear_speed)
    return [
        Contender(
            SHIPPED, "default model, with its own thresholds", default,
            (default >= predictions.thresholds).astype(np.int8), linear_speed, linear_size,
        ),
        row(DEFAULT, "default model", default, linear_speed, linear_size),
        row(
            FROZEN, "MiniLM embeddings, frozen, and logistic regression", frozen,
            _speed(len(embeddings["ids"]), float(embeddings["seconds"])), network_size,
        ),
        row(TUNED, "MiniLM, fine-tuned", sigmoid(network), tuned_speed, network_size),
        row(
            BOTH, "mean of default and fine-tuned", sigmoid((network + logit(default)) / 2),
            together, network_size + linear_size,
        ),
        row(WITHOUT, "first pass alone", by_id(students, "without", ids)),
        row(STUDENT_ROW, "first pass alone, taught by both", by_id(students, "student", ids)),
    ]  # fmt: skip


def decide(truth: NDArray[np.int8], probabilities: Floats, groups: Sequence[str]) -> NDArray[np.int8]:
    """Decisions at one threshold for all labels, the middle of those that are best for the other authorities.

    The middle, since a peak of F1 moves with a few sentences: with an authority that needs it low left out,
    it lies high, and the reverse, which costs more than some of the differences that are measured here.

    Parameters
    ----------
    truth, probabilities
        Shape (n, 22).
    groups
        Authority of each sentence; nothing of a sentence's own one bears on its threshold.
    """
    shown = probabilities[None] >= GRID[:, None, None]
    hits = (shown & (truth[None] == 1)).sum(axis=2)
    total = shown.sum(axis=2) + truth.sum(axis=1)
    predicted = np.zeros_like(truth)
    owner = np.asarray(groups)
    for group in np.unique(owner):
        others = owner != group
        f1 = 2 * hits[:, others].sum(axis=1) / np.maximum(total[:, others].sum(axis=1), 1)
        threshold = GRID[f1 >= f1.max() - _AS_GOOD].mean()
        predicted[~others] = probabilities[~others] >= threshold
    return predicted


def frozen_probabilities(
    embeddings: Arrays, train: Sequence[LabelledSentence], held: Sequence[LabelledSentence]
) -> Floats:
    """Factorised logistic regression over frozen embeddings; its strength is chosen inside ``train``."""
    known = _features(embeddings, train)
    truth = truth_matrix(train)
    owner = np.array([record.group for record in train])
    names = np.unique(owner)
    inside = np.isin(owner, names[np.random.default_rng(0).permutation(len(names))[len(names) // 5 :]])
    test = ~inside & np.array([record.representative for record in train])
    best = max(
        STRENGTHS,
        key=lambda c: _best_f1(truth[test], _fit(known[inside], truth[inside], c).probabilities(known[test])),
    )
    return _fit(known, truth, best).probabilities(_features(embeddings, held))


def _fit(features: Floats, truth: NDArray[np.int8], c: float) -> Linear:
    return fit_soft(
        features, truth.astype(np.float64), np.ones(len(truth)),
        lambda: LogisticRegression(C=c, max_iter=300, tol=1e-3),
    )  # fmt: skip


def _best_f1(truth: NDArray[np.int8], probabilities: Floats) -> float:
    predicted = probabilities >= choose_thresholds(truth, probabilities, shrinkage=1.0)
    return float(2 * (truth & predicted).sum() / (truth.sum() + predicted.sum()))


def _features(embeddings: Arrays, records: Sequence[LabelledSentence]) -> Floats:
    """Embeddings of sentence and context, and the sentence's place as the product knows it."""
    ids = [record.id for record in records]
    places = place_matrix([record.sentence for record in records])
    parts = [by_id(embeddings, name, ids).astype(np.float64) for name in ("sentences", "contexts")]
    return np.hstack([*parts, places])


def default_speed(held: Sequence[LabelledSentence]) -> float:
    """Sentences a second of processor time that the shipped model classifies."""
    scorer, sentences = load_model(), [record.sentence for record in held]
    started = time.process_time()
    scorer.score(sentences)
    return len(sentences) / (time.process_time() - started)


def default_size() -> float:
    """Megabytes of the shipped model."""
    return sum(path.stat().st_size for path in Path(default_model_path()).glob("model.*")) / MEGABYTE


def _speed(sentences: int, seconds: float) -> float | None:
    return sentences / seconds if np.isfinite(seconds) and seconds else None
