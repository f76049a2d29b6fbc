"""The whole estimator: first pass, second pass over neighbours, thresholds."""

from __future__ import annotations

from typing import Self

import numpy as np
import pandas as pd
from joblib import Memory, Parallel, delayed
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline
from sklearn.utils.validation import check_is_fitted

from inspection_findings.model.beta import SURE, fit_beta
from inspection_findings.model.calibration import calibrate
from inspection_findings.model.config import TrainingConfig
from inspection_findings.model.features import build_features, table_bounds, table_places
from inspection_findings.model.first_pass import Folds, fit_first_pass, fitted, subsets
from inspection_findings.model.learn_then_test import control_precision
from inspection_findings.model.memory import array_memory
from inspection_findings.model.neighbours import (
    logit,
    pair_probabilities,
    score_rounds,
    sigmoid,
    stack_features,
)
from inspection_findings.model.parameters import N_LABELS
from inspection_findings.model.stacking import PassageStacker, cell_weights
from inspection_findings.model.thresholds import choose_thresholds

Floats = NDArray[np.float64]


class FindingsClassifier(ClassifierMixin, BaseEstimator):
    """Stacked TF-IDF and linear models over sentences in their passages.

    The first pass scores each sentence from its own words and its context. Rounds of stacking follow,
    linear too: each reads the out-of-fold scores of the sentence and of its neighbours in the passage
    (stacked generalisation, Wolpert 1992; sequentially, as in Cohen and Carvalho 2005). Being fitted on
    predictions for authorities that had not been seen, they nearly calibrate (as Platt scaling does); a
    curve fitted on real text alone does the rest.

    Parameters
    ----------
    config
        Features, regularisation, folds and threshold rule; the defaults when ``None``.
    n_jobs
        Processes that fit folds side by side.

    Attributes
    ----------
    first_pass_ : Pipeline
        Features and `FactorisedClassifier`, fitted on everything.
    rounds_ : list of PassageStacker
        Fitted in order, each on the out-of-fold scores of the one before.
    calibration_ : ndarray of shape (3,)
        Parameters of the curve that calibrates the last round.
    thresholds_ : ndarray of shape (22,)
    risk_control_ : RiskControl or None
        Thresholds that promise a precision; ``None`` without representative rows of ten groups or more.
    out_of_fold_ : ndarray of shape (n, 22)
        Probabilities of the training rows from folds that left their authority out.
    """

    def __init__(self, config: TrainingConfig | None = None, n_jobs: int | None = None) -> None:
        self.config = config
        self.n_jobs = n_jobs

    def fit(
        self,
        X: pd.DataFrame,  # noqa: N803
        y: ArrayLike,
        *,
        groups: ArrayLike,
        sample_weight: ArrayLike | None = None,
        representative: ArrayLike | None = None,
        memory: Memory | None = None,
    ) -> Self:
        """Fit both passes and choose thresholds.

        Parameters
        ----------
        X
            Table made by ``sentence_table``, n rows.
        y
            0/1 matrix of shape (n, 22).
        groups
            Group of each row (its authority), shape (n,); folds never divide a group.
        sample_weight
            Shape (n,), 1 by default.
        representative
            Rows that calibration and thresholds are chosen on, shape (n,); all by default, and then no
            precision is promised.
        memory
            Made by `array_memory`: gives back what the same first pass gave before.

        Raises
        ------
        ValueError
            If there are fewer groups than folds, or a label lacks examples in a fold.
        """
        config = self.config or TrainingConfig()
        truth = np.asarray(y, dtype=np.int8)
        weight = np.ones(len(truth)) if sample_weight is None else np.asarray(sample_weight, dtype=float)
        # Vocabulary and idf look at no label, so the folds share them, and every text is read once.
        extractor = build_features(config.features)
        features = sparse.csr_matrix(extractor.fit_transform(X))
        settings = {**config.first_pass.model_dump(), "seed": config.seed}
        folds = list(GroupKFold(config.folds).split(truth, groups=groups))

        # Sparse matrices that joblib maps into memory do not come through whole, hence no limit.
        with Parallel(n_jobs=self.n_jobs, max_nbytes=None) as parallel:
            first = fit_first_pass(
                features,
                truth,
                weight,
                folds,
                settings,
                parallel=parallel,
                memory=memory or array_memory(None),
            )
            self.first_pass_ = Pipeline([("features", extractor), ("classifier", first.classifier)])
            logits = (first.domains, first.polarities)
            scores = self._fit_rounds(parallel, X, logits, truth, weight, folds)
        chosen = slice(None) if representative is None else np.asarray(representative, dtype=bool)
        self.calibration_ = fit_beta(logit(scores[chosen], SURE), truth[chosen])
        self.out_of_fold_ = sigmoid(calibrate(logit(scores, SURE), self.calibration_))
        self.thresholds_ = choose_thresholds(
            truth[chosen], self.out_of_fold_[chosen], shrinkage=config.thresholds.shrinkage
        )
        self.risk_control_ = None
        if representative is not None:
            self.risk_control_ = control_precision(
                truth[chosen], self.out_of_fold_[chosen], np.asarray(groups)[chosen], self.thresholds_
            )
        self.classes_ = np.arange(N_LABELS)
        return self

    def _fit_rounds(
        self,
        parallel: Parallel,
        table: pd.DataFrame,
        logits: tuple[Floats, Floats],
        truth: NDArray[np.int8],
        weight: Floats,
        folds: Folds,
    ) -> Floats:
        """Fit the rounds in order; the out-of-fold probabilities of the last, shape (n, 22)."""
        config = (self.config or TrainingConfig()).second_pass
        stacker = PassageStacker(config.c, config.shared)
        first, bounds, places = pair_probabilities(*logits), table_bounds(table), table_places(table)
        cell_weight = cell_weights(weight, first)
        self.rounds_: list[PassageStacker] = []
        scores = first
        for number in range(config.rounds):
            previous = scores if number else None
            features = stack_features(logits[0], first, previous, places, bounds)
            *partial, whole = parallel(
                delayed(fitted)(stacker, features, truth, cell_weight, rows)
                for rows in subsets(folds, len(truth))
            )
            self.rounds_.append(whole)
            scores = np.zeros((len(truth), N_LABELS))
            for (_, held_out), each in zip(folds, partial, strict=True):
                scores[held_out] = each.predict_proba(features[held_out])
        return scores

    def predict_proba(self, X: pd.DataFrame) -> Floats:  # noqa: N803
        """Calibrated probability of each label for a table of n rows, shape (n, 22)."""
        check_is_fitted(self, "rounds_")
        rounds = ((each.coef_, each.intercept_) for each in self.rounds_)
        features = self.first_pass_.named_steps["features"].transform(X)
        domains, polarities = self.first_pass_.named_steps["classifier"].logits(features)
        places, bounds = table_places(X), table_bounds(X)
        return score_rounds(domains, polarities, places, bounds, rounds, self.calibration_)

    def predict(self, X: pd.DataFrame) -> NDArray[np.int8]:  # noqa: N803
        """Labels that reach their threshold, as a 0/1 matrix of shape (n, 22)."""
        return (self.predict_proba(X) >= self.thresholds_).astype(np.int8)
