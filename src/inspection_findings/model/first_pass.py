"""Fitting the first pass in every fold and on everything, which is most of what training costs."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any

import numpy as np
from joblib import Memory, Parallel, delayed
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import clone

from inspection_findings.model import factorised, weighting
from inspection_findings.model.factorised import FactorisedClassifier
from inspection_findings.model.memory import LARGEST
from inspection_findings.model.parameters import N_DOMAINS, N_POLARITIES

Floats = NDArray[np.float64]
Folds = list[tuple[NDArray[np.intp], NDArray[np.intp]]]


@dataclass(frozen=True)
class FirstPass:
    """A fitted first pass.

    Attributes
    ----------
    classifier
        Fitted on all rows.
    domains
        Log-odds of each row from the fold that left it out, shape (n, 11).
    polarities
        Those of the polarities given each domain, shape (n, 11, 2).
    """

    classifier: FactorisedClassifier
    domains: Floats
    polarities: Floats


def fit_first_pass(
    features: sparse.csr_matrix,
    truth: NDArray[np.int8],
    weight: Floats,
    folds: Folds,
    settings: Mapping[str, Any],
    *,
    parallel: Parallel,
    memory: Memory,
) -> FirstPass:
    """Fit in each fold and on all rows, or take from memory what the same fits gave before.

    Parameters
    ----------
    features
        Shape (n, n_features).
    truth
        0/1, shape (n, 22).
    weight
        Of each row, shape (n,).
    folds
        Rows to fit on and rows that are left out.
    settings
        Of `FactorisedClassifier`.
    parallel
        Fits side by side.
    memory
        Made by `array_memory`.

    Raises
    ------
    ValueError
        If a label lacks examples in a fold.
    """
    kept = memory.cache(_fitted_arrays, ignore=["parallel"])
    arrays = kept(features, truth, weight, folds, dict(settings), _code(), parallel=parallel)
    if memory.location is not None:
        memory.reduce_size(bytes_limit=LARGEST)
    classifier = FactorisedClassifier(**settings).set_fitted(
        arrays["coef"], arrays["intercept"], arrays["polarity_offsets"]
    )
    return FirstPass(classifier, arrays["domains"], arrays["polarities"])


def fitted(estimator: Any, data: Any, y: NDArray[np.int8], weight: Floats, rows: NDArray[np.intp]) -> Any:
    """A copy of an estimator, fitted on some rows.

    They are taken here, where it is fitted: so a cluster is sent the data once, and not once a fold.
    """
    return clone(estimator).fit(data[rows], y[rows], sample_weight=weight[rows])


def subsets(folds: Folds, size: int) -> list[NDArray[np.intp]]:
    """Rows of every fold's training part, and at last all rows."""
    return [*(train for train, _ in folds), np.arange(size)]


def _fitted_arrays(
    features: sparse.csr_matrix,
    truth: NDArray[np.int8],
    weight: Floats,
    folds: Folds,
    settings: dict[str, Any],
    code: str,
    *,
    parallel: Parallel,
) -> dict[str, NDArray[Any]]:
    estimator = FactorisedClassifier(**settings)
    *partial, whole = parallel(
        delayed(fitted)(estimator, features, truth, weight, rows) for rows in subsets(folds, len(truth))
    )
    domains = np.zeros((len(truth), N_DOMAINS))
    polarities = np.zeros((len(truth), N_DOMAINS, N_POLARITIES))
    for (_, held_out), each in zip(folds, partial, strict=True):
        domains[held_out], polarities[held_out] = each.logits(features[held_out])
    return {
        # They are rounded to single precision when they are fitted.
        "coef": whole.coef_.astype(np.float32),
        "intercept": whole.intercept_,
        "polarity_offsets": whole.polarity_offsets_,
        "domains": domains,
        "polarities": polarities,
    }


@cache
def _code() -> str:
    """Changes with whatever decides what the fits give."""
    sources = "".join(inspect.getsource(module) for module in (factorised, weighting))
    libraries = [f"{name} {version(name)}" for name in ("numpy", "scikit-learn", "scipy")]
    return hashlib.sha256("\n".join([sources, *libraries]).encode()).hexdigest()
