"""Fitting the calibration curve."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

Floats = NDArray[np.float64]

SURE = 1e-6
"""How far from 0 and 1 probabilities are kept before their log-odds are taken."""

# So weak that it does not pull, and yet what can be told apart perfectly has finite weights.
_HARDLY = 1e6


def fit_beta(logits: Floats, truth: NDArray[Any]) -> Floats:
    """Fit the parameters that ``calibrate`` takes.

    Parameters
    ----------
    logits
        Log-odds given to cells that the model was not fitted on, any shape.
    truth
        0 or 1 for each, the same shape.

    Returns
    -------
    ndarray of shape (3,)
        ``(a, b, c)``. The curve must rise: a weight that comes out negative is left out and the other
        fitted alone, as the authors of the method do.
    """
    z = np.asarray(logits, dtype=np.float64).ravel()
    terms = np.column_stack([-np.logaddexp(0.0, -z), np.logaddexp(0.0, z)])
    outcome = np.asarray(truth).ravel()
    weights, offset = _regression(terms, outcome)
    if weights.min() < 0:
        kept = int(weights.argmax())
        alone, offset = _regression(terms[:, [kept]], outcome)
        weights = np.zeros(2)
        if alone[0] >= 0:
            weights[kept] = alone[0]
        else:
            offset = float(np.log(outcome.mean()) - np.log1p(-outcome.mean()))
    return np.array([*weights, offset])


def _regression(terms: Floats, outcome: NDArray[Any]) -> tuple[Floats, float]:
    fitted = LogisticRegression(C=_HARDLY, max_iter=1000).fit(terms, outcome)
    return fitted.coef_[0], float(fitted.intercept_[0])
