"""First passes: scores of sentences that a model was not fitted on, inside and outside the training part."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from joblib import Memory
from numpy.typing import NDArray
from scipy import sparse
from sklearn.model_selection import GroupKFold

from inspection_findings.model.factorised import FactorisedClassifier
from inspection_findings.model.neighbours import pair_probabilities, sigmoid
from inspection_findings.model.parameters import N_LABELS
from study.config import FirstPass
from study.data import Part, Rows, StudyData
from study.features import Vectorizer, weighted
from study.solvers import Fitted, fit_binary

Floats = NDArray[np.float64]
Folds = list[tuple[Rows, Rows]]


@dataclass(frozen=True)
class Scores:
    """What a first pass says of n sentences.

    Attributes
    ----------
    pairs
        Probability of each label, before calibration: shape (n, 22).
    domains
        Log-odds of the domains, shape (n, 11); none without factorisation.
    """

    pairs: Floats
    domains: Floats | None = None

    def place(self, rows: Rows, other: Scores) -> None:
        """Write another's scores into rows of these."""
        self.pairs[rows] = other.pairs
        if self.domains is not None and other.domains is not None:
            self.domains[rows] = other.domains


@dataclass(frozen=True)
class FirstScores:
    """Scores of one part.

    Attributes
    ----------
    rows
        That were trained on.
    folds
        Inner folds, as positions in ``rows``.
    inner
        Out of fold, of ``rows``.
    held
        Of the rows that are measured on.
    nonzero
        Weights of the whole model that are not zero.
    seconds
        Of processor time, inner folds and counting of n-grams included.
    """

    rows: Rows
    folds: Folds
    inner: Scores
    held: Scores
    nonzero: int
    seconds: float


class Factorised(FactorisedClassifier):
    """The product's first pass with any solver."""

    def __init__(self, spec: FirstPass) -> None:
        super().__init__(domain_c=spec.c, polarity_c=spec.polarity_c or spec.c)
        self.spec = spec

    def _binary(
        self,
        c: float,
        features: sparse.csr_matrix,
        target: NDArray[np.int_],
        weight: Floats,
        occurrences: NDArray[np.int_] | None = None,
    ) -> Fitted:
        return fit_binary(self.spec, c, features, target)

    def scores(self, features: sparse.csr_matrix) -> Scores:
        """Scores of feature rows."""
        domains, polarities = self.logits(features)
        return Scores(pair_probabilities(domains, polarities), domains)


class PerLabel:
    """A binary classifier for each of the 22 labels.

    Parameters
    ----------
    spec
        Names the solver.
    """

    def __init__(self, spec: FirstPass) -> None:
        self.spec = spec

    def fit(self, features: sparse.csr_matrix, truth: NDArray[np.int8]) -> PerLabel:
        """Fit on features of shape (n, f) and a 0/1 matrix of shape (n, 22)."""
        fitted = [fit_binary(self.spec, self.spec.c, features, truth[:, k]) for k in range(N_LABELS)]
        self.coef_ = np.vstack([weights for weights, _ in fitted])
        self.intercept_ = np.array([intercept for _, intercept in fitted])
        return self

    def scores(self, features: sparse.csr_matrix) -> Scores:
        """Scores of feature rows."""
        return Scores(sigmoid(np.asarray(features @ self.coef_.T) + self.intercept_))


def build_model(spec: FirstPass) -> Any:
    """Make the unfitted first pass of a specification."""
    return Factorised(spec) if spec.factorised else PerLabel(spec)


def training_rows(data: StudyData, spec: FirstPass, part: Part) -> Rows:
    """Rows of a part that a specification is trained on."""
    keep = spec.specimens | ~data.specimen[part.train]
    rows: Rows = part.train[keep]
    return rows


def inner_folds(data: StudyData, rows: Rows, number: int) -> Folds:
    """Folds by authority inside the training rows, as positions in them."""
    return list(GroupKFold(number).split(rows, groups=data.groups[rows]))


def first_scores(data: StudyData, spec: FirstPass, part: str, memory: Memory, *, again: bool) -> FirstScores:
    """Fit a first pass on a part, or look up what was fitted before.

    Parameters
    ----------
    data, spec
        Sentences, and what to fit.
    part
        Its name.
    memory
        Where results are kept.
    again
        Whether to fit in any case.
    """
    cached = memory.cache(_first_scores, ignore=["data", "memory"], verbose=0)
    arguments = (spec.model_dump_json(), part, data.fingerprint, data, memory)
    found: FirstScores = cached.call(*arguments)[0] if again else cached(*arguments)
    return found


def _first_scores(
    spec_json: str, part_name: str, fingerprint: str, data: StudyData, memory: Memory
) -> FirstScores:
    from study.search import searched

    spec, part = FirstPass.model_validate_json(spec_json), data.parts[part_name]
    rows = training_rows(data, spec, part)
    vectorizer = Vectorizer(data, spec, memory)
    folds = inner_folds(data, rows, spec.inner_folds)
    started = time.process_time()
    blocks, held_blocks = vectorizer.blocks(rows, part.held)
    if spec.trials:
        spec = searched(data, spec, rows, blocks)
    features, truth = weighted(blocks, spec), data.truth[rows]
    domains = np.zeros((len(rows), 11)) if spec.factorised else None
    inner = Scores(np.zeros((len(rows), N_LABELS)), domains)
    for fitted, left_out in folds:
        model = build_model(spec).fit(features[fitted], truth[fitted])
        inner.place(left_out, model.scores(features[left_out]))
    model = build_model(spec).fit(features, truth)
    held = model.scores(weighted(held_blocks, spec))
    seconds = time.process_time() - started + vectorizer.counting_seconds * len(rows) / len(data.records)
    return FirstScores(rows, folds, inner, held, int(np.count_nonzero(model.coef_)), seconds)
