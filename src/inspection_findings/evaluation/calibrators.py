"""Ways to calibrate probabilities after the fact, to compare with what the model gives by itself.

Each takes probabilities and truth that it may learn from, shapes (n, k), and new probabilities of shape
(m, k), and gives these calibrated.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inspection_findings.model.beta import SURE, fit_beta
from inspection_findings.model.calibration import calibrate
from inspection_findings.model.neighbours import logit
from inspection_findings.model.neighbours import sigmoid as logistic

Floats = NDArray[np.float64]
Truth = NDArray[Any]
Calibrator = Callable[[Floats, Truth, Floats], Floats]

_STEPS = 8
"""Levels that Venn-Abers rounds log-odds to, for each unit."""
# So weak that it does not pull, and yet a label that can be told apart perfectly has finite weights.
_HARDLY = 1e6


def unchanged(probabilities: Floats, truth: Truth, new: Floats) -> Floats:
    """Leave them as they are."""
    return new


def common_sigmoid(probabilities: Floats, truth: Truth, new: Floats) -> Floats:
    """One sigmoid of the log-odds for all labels: slope and offset (Platt 1999)."""
    return _sigmoid(probabilities.ravel(), truth.ravel(), new.ravel()).reshape(new.shape)


def sigmoid(probabilities: Floats, truth: Truth, new: Floats) -> Floats:
    """A sigmoid of the log-odds for each label (Platt 1999)."""
    return _by_label(_sigmoid, probabilities, truth, new)


def isotonic(probabilities: Floats, truth: Truth, new: Floats) -> Floats:
    """For each label the rising step function that fits best (Zadrozny and Elkan 2002)."""
    return _by_label(_isotonic, probabilities, truth, new)


def beta(probabilities: Floats, truth: Truth, new: Floats) -> Floats:
    """Beta calibration of each label, with three parameters (Kull, Silva Filho and Flach 2017)."""
    return _by_label(_beta, probabilities, truth, new)


def common_beta(probabilities: Floats, truth: Truth, new: Floats) -> Floats:
    """One beta calibration for all labels (Kull, Silva Filho and Flach 2017)."""
    return _beta(probabilities.ravel(), truth.ravel(), new.ravel()).reshape(new.shape)


def venn_abers(probabilities: Floats, truth: Truth, new: Floats) -> Floats:
    """Inductive Venn–Abers prediction of each label (Vovk, Petej and Fedorova 2015).

    A new score is put among the known ones once with each outcome; isotonic regression gives it a
    probability each time, ``p0`` and ``p1``, and ``p1 / (1 - p0 + p1)`` merges them as log loss asks for.
    Scores are rounded to 1/8 of log-odds, so that one regression serves all that are alike.
    """
    return _by_label(_venn_abers, probabilities, truth, new)


CALIBRATORS: dict[str, Calibrator] = {
    "none": unchanged,
    "one sigmoid for all labels": common_sigmoid,
    "sigmoid": sigmoid,
    "isotonic": isotonic,
    "one beta for all labels": common_beta,
    "beta": beta,
    "Venn–Abers": venn_abers,
}
"""By name; where the name does not say otherwise, one for each label."""


def _by_label(calibrator: Calibrator, probabilities: Floats, truth: Truth, new: Floats) -> Floats:
    return np.column_stack(
        [calibrator(probabilities[:, k], truth[:, k], new[:, k]) for k in range(new.shape[1])]
    )


def _regression(known: Floats, truth: Truth) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=_HARDLY, max_iter=1000).fit(known, truth)


def _sigmoid(probabilities: Floats, truth: Truth, new: Floats) -> Floats:
    fitted = _regression(logit(probabilities, SURE)[:, None], truth)
    return np.asarray(fitted.predict_proba(logit(new, SURE)[:, None])[:, 1], dtype=np.float64)


def _isotonic(probabilities: Floats, truth: Truth, new: Floats) -> Floats:
    from sklearn.isotonic import IsotonicRegression

    fitted = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(probabilities, truth)
    return np.asarray(fitted.predict(new), dtype=np.float64)


def _beta(probabilities: Floats, truth: Truth, new: Floats) -> Floats:
    curve = fit_beta(logit(probabilities, SURE), truth)
    return logistic(calibrate(logit(new, SURE), curve))


def _venn_abers(probabilities: Floats, truth: Truth, new: Floats) -> Floats:
    from scipy.optimize import isotonic_regression

    rounded = np.round(logit(np.concatenate([probabilities, new]), SURE) * _STEPS)
    levels, places = np.unique(rounded, return_inverse=True)
    known, wanted = places[: len(probabilities)], places[len(probabilities) :]
    counts = np.bincount(known, minlength=len(levels)).astype(np.float64)
    hits = np.bincount(known, truth, minlength=len(levels))
    merged = np.zeros(len(levels))
    for level in np.unique(wanted):
        pair = []
        for outcome in (0.0, 1.0):
            n, h = counts.copy(), hits.copy()
            n[level] += 1
            h[level] += outcome
            there = n > 0
            steps = isotonic_regression(h[there] / n[there], weights=n[there]).x
            pair.append(steps[int(there[:level].sum())])
        merged[level] = pair[1] / (1 - pair[0] + pair[1])
    return np.asarray(merged[wanted])
