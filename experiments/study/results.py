"""A row's figures as a small JSON file, and its predictions beside them outside git."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from inspection_findings.evaluation.metrics import Evaluation, Scored, evaluate, pair_micro_f1
from inspection_findings.files import write_atomically
from inspection_findings.labels import LABELS

RESAMPLES = 400
QUICK_RESAMPLES = 20
DIFFERENCE_RESAMPLES = 2000


@dataclass(frozen=True)
class Held:
    """Predictions of held-out sentences beside the truth.

    Attributes
    ----------
    ids, documents
        Of the sentences, n of them.
    scored
        Predictions and truth.
    """

    ids: NDArray[np.str_]
    documents: NDArray[np.str_]
    scored: Scored

    def save(self, path: Path) -> None:
        """Write ids, probabilities and predictions; no text is among them."""
        path.parent.mkdir(parents=True, exist_ok=True)
        probabilities = self.scored.probabilities.astype(np.float32)
        np.savez(path, ids=self.ids, probabilities=probabilities, predicted=self.scored.predicted)


@dataclass(frozen=True)
class Comparison:
    """How a row does beside another on the same sentences.

    Attributes
    ----------
    row
        The other one.
    difference
        Of micro-F1, with the ends of its 95% interval.
    p
        McNemar's, over decisions on (sentence, label) pairs.
    """

    row: str
    difference: tuple[float, float, float]
    p: float


@dataclass(frozen=True)
class Measured:
    """Figures on one set of sentences.

    Attributes
    ----------
    estimates
        Each metric with the ends of its 95% interval.
    by_fold
        Pair micro-F1 of each outer fold; empty on validation.
    """

    sentences: int
    documents: int
    estimates: dict[str, tuple[float, float, float]]
    by_fold: tuple[float, ...] = ()
    against: Comparison | None = None


@dataclass(frozen=True)
class Result:
    """What a row came to.

    Attributes
    ----------
    config
        Settings of the row.
    fingerprint
        Of the data.
    nonzero, seconds
        Weights that are not zero, and processor time of one training; ``None`` where they are not known.
    folds, validation
        Figures out of fold on the training split, and on the validation split.
    """

    name: str
    group: str
    title: str
    fingerprint: str
    config: dict[str, Any] = field(default_factory=dict)
    nonzero: float | None = None
    seconds: float | None = None
    folds: Measured | None = None
    validation: Measured | None = None

    def save(self, folder: Path) -> None:
        """Write the result to ``folder``."""
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(_rounded(dataclasses.asdict(self)), indent=1, ensure_ascii=False) + "\n"
        write_atomically(folder / f"{self.name}.json", text.encode())

    def current(self, config: Mapping[str, Any], fingerprint: str) -> bool:
        """Whether this is the result of a configuration on data."""
        return digest(self.config) == digest(config) and self.fingerprint == fingerprint

    def compared(self, which: str, against: Comparison | None) -> Result:
        """The result with a comparison beside its figures of ``folds`` or ``validation``."""
        values: dict[str, Any] = {which: dataclasses.replace(getattr(self, which), against=against)}
        return dataclasses.replace(self, **values)


def digest(config: Mapping[str, Any]) -> str:
    """Hash of what decides a row's figures: its settings, but not its words."""
    plain = {key: value for key, value in config.items() if key not in {"group", "title"}}
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.5g}")
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, list | tuple) else value


def read_results(folder: Path) -> dict[str, Result]:
    """Results of a folder by row, the study's and those from elsewhere."""
    found = {}
    for path in sorted(folder.glob("*.json")):
        values = json.loads(path.read_text("utf-8"))
        for part in ("folds", "validation"):
            if values.get(part):
                values[part] = _measured(values[part])
        found[path.stem] = Result(**values)
    return found


def _measured(values: dict[str, Any]) -> Measured:
    against = values.pop("against", None)
    if against:
        against = Comparison(against["row"], _triple(against["difference"]), against["p"])
    estimates = {name: _triple(ends) for name, ends in values.pop("estimates").items()}
    by_fold = tuple(values.pop("by_fold", ()))
    return Measured(estimates=estimates, by_fold=by_fold, against=against, **values)


def _triple(values: Sequence[float]) -> tuple[float, float, float]:
    value, low, high = values
    return value, low, high


def measure(held: Held, *, resamples: int = RESAMPLES) -> tuple[Measured, Evaluation]:
    """Metrics with intervals from resampling whole documents."""
    evaluation = evaluate(held.scored, held.documents.tolist(), resamples=resamples)
    estimates = {name: (e.value, e.low, e.high) for name, e in evaluation.estimates.items()}
    return Measured(evaluation.sentences, evaluation.documents, estimates), evaluation


def compare(row: Held, other: Held, name: str) -> Comparison:
    """Compare a row's decisions with another's on the same sentences.

    The interval of the difference in micro-F1 is a paired bootstrap over documents; p is McNemar's exact
    test over (sentence, label) decisions that one of the two has right and the other wrong.

    Raises
    ------
    ValueError
        If the sentences are not the same.
    """
    if row.ids.tolist() != other.ids.tolist():
        raise ValueError(f"not measured on the sentences that {name!r} was measured on")
    names, of_row = np.unique(row.documents, return_inverse=True)
    counts = [_counts(held.scored, of_row, len(names)) for held in (row, other)]
    generator = np.random.default_rng(0)
    weights = generator.multinomial(len(names), np.full(len(names), 1 / len(names)), DIFFERENCE_RESAMPLES)
    drawn = [2 * hits / np.maximum(total, 1) for hits, total in ((weights @ c).T for c in counts)]
    low, high = np.percentile(drawn[0] - drawn[1], [2.5, 97.5])
    value = pair_micro_f1(row.scored) - pair_micro_f1(other.scored)
    right = [held.scored.predicted == held.scored.truth for held in (row, other)]
    only_row, only_other = int((right[0] & ~right[1]).sum()), int((right[1] & ~right[0]).sum())
    p = binomtest(only_row, only_row + only_other).pvalue if only_row + only_other else 1.0
    return Comparison(name, (value, float(low), float(high)), float(p))


def _counts(scored: Scored, of_row: NDArray[np.intp], documents: int) -> NDArray[np.float64]:
    """Hits, and shown plus true cells, of each document: shape (documents, 2)."""
    hits = (scored.truth & scored.predicted).sum(axis=1)
    total = scored.truth.sum(axis=1) + scored.predicted.sum(axis=1)
    return np.stack([np.bincount(of_row, each, minlength=documents) for each in (hits, total)], axis=1)


def load_held(path: Path, ids: Sequence[str], documents: Sequence[str], truth: NDArray[np.int8]) -> Held:
    """Read predictions that `Held.save` wrote, or that were made elsewhere.

    Parameters
    ----------
    path
        An npz file with ``ids`` of shape (n,), ``probabilities`` and ``predicted`` of shape (n, 22), in any
        order of the sentences.
    ids, documents, truth
        Of the sentences that must be in it.

    Raises
    ------
    ValueError
        If a sentence is missing or a shape is wrong.
    """
    with np.load(path, allow_pickle=False) as arrays:
        place = {name: i for i, name in enumerate(arrays["ids"].tolist())}
        missing = [name for name in ids if name not in place]
        if missing:
            raise ValueError(f"{path}: {len(missing)} sentences have no prediction, e.g. {missing[0]}")
        order = [place[name] for name in ids]
        probabilities = arrays["probabilities"].astype(np.float64)
        predicted = arrays["predicted"].astype(np.int8)
    for array in (probabilities, predicted):
        if array.shape != (len(place), len(LABELS)):
            raise ValueError(f"{path}: shape {array.shape}, expected {(len(place), len(LABELS))}")
    scored = Scored(truth, probabilities[order], predicted[order])
    return Held(np.array(ids), np.array(documents), scored)
