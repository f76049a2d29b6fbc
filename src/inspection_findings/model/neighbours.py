"""What stacking reads: the scores of a sentence and of its neighbours, label by label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from inspection_findings.model.calibration import calibrate

_SCORES = (
    "own", "opposite", "before", "after", "mean", "highest", "either_before", "either_after", "either_mean",
)  # fmt: skip
_STANDING = (
    "gap", "expected", "lean", "lean_around", "opening", "either_opening",
    "mean_before", "either_mean_before", "mean_after", "either_mean_after",
)  # fmt: skip

KNOTS = (-3.0, -1.5, 0.0)
"""Log-odds at which the weight of a score may change: 5%, 18% and 50%."""

CELL_FEATURES: tuple[str, ...] = (
    *_SCORES, *_STANDING, *(f"{name}>{knot:g}" for knot in KNOTS for name in _SCORES),
)  # fmt: skip
"""Names of the last axis of `cell_features`; ``own>0`` is by how much ``own`` exceeds 0."""

N_CELL_FEATURES = len(CELL_FEATURES)

_LIMIT = 7.0
_ABSENT = -4.0
_SMALLEST = 1e-4

Floats = NDArray[np.float64]


def sigmoid(logits: Floats) -> Floats:
    """Logistic function, stable at both ends."""
    return np.exp(-np.logaddexp(0.0, -logits))


def logit(probabilities: Floats, smallest: float = _SMALLEST) -> Floats:
    """Log-odds, clipped so that 0 and 1 stay finite."""
    clipped = np.clip(probabilities, smallest, 1 - smallest)
    return np.log(clipped) - np.log1p(-clipped)


def pair_probabilities(domain_logits: Floats, polarity_logits: Floats) -> Floats:
    """Probability of each label as P(domain) times P(polarity given the domain).

    Parameters
    ----------
    domain_logits
        Shape (n, 11).
    polarity_logits
        Shape (n, 11, 2): strength and weakness of each domain.

    Returns
    -------
    ndarray of shape (n, 22)
    """
    pairs = sigmoid(domain_logits)[:, :, None] * sigmoid(polarity_logits)
    return pairs.reshape(len(domain_logits), -1)


def cell_features(probabilities: Floats, bounds: list[tuple[int, int]]) -> Floats:
    """Describe every (sentence, label) cell by the scores around it.

    The label's log-odds in the sentence, in the sentences before and after it in the passage, in the
    passage's opening sentence, and their mean and maximum over the passage's other sentences, over all
    before and over all after it; the same of its domain, whichever polarity; the opposite polarity's
    log-odds; how far the sentence's strongest label lies above; how many labels the sentence is expected
    to carry; and how far the sentence, and the rest of the passage, lean towards the label's polarity.
    What the first of these exceed `KNOTS` by stands beside them, so that their weight may differ between
    low and high scores (a linear spline): a strong score next door says much, a weak one little.

    Parameters
    ----------
    probabilities
        Shape (n, 22).
    bounds
        Passage ranges as given by ``passage_bounds``.

    Returns
    -------
    ndarray of shape (n, 22, N_CELL_FEATURES)
    """
    own = np.clip(logit(probabilities), -_LIMIT, _LIMIT)
    n, n_labels = own.shape
    lean = _lean(probabilities)
    before, after, mean, highest, opening, mean_before, mean_after = np.full((7, n, n_labels), _ABSENT)
    lean_around = np.zeros(n)
    for start, end in bounds:
        others = end - start - 1
        if not others:
            continue
        before[start + 1 : end] = own[start : end - 1]
        after[start : end - 1] = own[start + 1 : end]
        opening[start + 1 : end] = own[start]
        inside = probabilities[start:end]
        so_far = np.cumsum(inside, axis=0)
        count = np.arange(1, others + 1)[:, None]
        mean[start:end] = logit((so_far[-1] - inside) / others, 1e-3)
        mean_before[start + 1 : end] = logit(so_far[:-1] / count, 1e-3)
        mean_after[start : end - 1] = logit((so_far[-1] - so_far[:-1]) / count[::-1], 1e-3)
        ranked = np.sort(own[start:end], axis=0)
        highest[start:end] = np.where(own[start:end] == ranked[-1], ranked[-2], ranked[-1])
        lean_around[start:end] = (lean[start:end].sum() - lean[start:end]) / others
    opposite = own.reshape(n, -1, 2)[:, :, ::-1].reshape(n, n_labels)
    gap = own.max(axis=1, keepdims=True) - own
    expected = np.broadcast_to(_log_mass(probabilities)[:, None], own.shape)
    # Strength stands before weakness in each domain.
    sign = np.tile([1.0, -1.0], n_labels // 2)
    scores = (
        own, opposite, before, after, mean, highest, _either(before), _either(after), _either(mean),
    )  # fmt: skip
    standing = (
        gap, expected, lean[:, None] * sign, lean_around[:, None] * sign, opening, _either(opening),
        mean_before, _either(mean_before), mean_after, _either(mean_after),
    )  # fmt: skip
    bent = (np.maximum(score - knot, 0.0) for knot in KNOTS for score in scores)
    return np.stack((*scores, *standing, *bent), axis=2)


def _log_mass(probabilities: Floats) -> Floats:
    return np.log(probabilities.sum(axis=1) + 0.05)


def _lean(probabilities: Floats) -> Floats:
    """Log-ratio of what is expected of strengths to what is expected of weaknesses, shape (n,)."""
    return _log_mass(probabilities[:, 0::2]) - _log_mass(probabilities[:, 1::2])


def _either(scores: Floats) -> Floats:
    """Of each label the higher score of its domain's two polarities."""
    return np.repeat(scores.reshape(len(scores), -1, 2).max(axis=2), 2, axis=1)


def stack_features(
    domain_logits: Floats,
    first: Floats,
    previous: Floats | None,
    places: Floats,
    bounds: list[tuple[int, int]],
) -> Floats:
    """Input of one round of stacking.

    Parameters
    ----------
    domain_logits
        Log-odds of the domains in the first pass, shape (n, 11).
    first
        Label probabilities of the first pass, shape (n, 22).
    previous
        Label probabilities of the round before, ``None`` in the first round.
    places
        Section and flags as given by ``place_matrix``, shape (n, p).
    bounds
        Passage ranges as given by ``passage_bounds``.

    Returns
    -------
    ndarray of shape (n, 22, 1 + p + N_CELL_FEATURES), and N_CELL_FEATURES more after the first round
    """
    n, n_labels = first.shape
    domains = np.repeat(np.clip(domain_logits, -_LIMIT, _LIMIT), 2, axis=1)[:, :, None]
    spread = np.broadcast_to(places[:, None, :], (n, n_labels, places.shape[1]))
    parts = [domains, spread, cell_features(first, bounds)]
    if previous is not None:
        parts.append(cell_features(previous, bounds))
    return np.concatenate(parts, axis=2)


def score_rounds(
    domain_logits: Floats,
    polarity_logits: Floats,
    places: Floats,
    bounds: list[tuple[int, int]],
    rounds: Iterable[tuple[Floats, Floats]],
    calibration: Floats,
) -> Floats:
    """Run the rounds of stacking over the logits of the first pass, and calibrate the last.

    Parameters
    ----------
    domain_logits, polarity_logits
        Shapes (n, 11) and (n, 11, 2).
    places, bounds
        As for `stack_features`.
    rounds
        Coefficients and intercepts of each round, in order, as for `stacked_logits`; at least one.
    calibration
        Parameters of ``calibrate``.

    Returns
    -------
    ndarray of shape (n, 22)
        Probabilities.
    """
    first = pair_probabilities(domain_logits, polarity_logits)
    *_, (_, logits) = stack_rounds(domain_logits, first, places, bounds, rounds)
    return sigmoid(calibrate(logits, calibration))


def stack_rounds(
    domain_logits: Floats,
    first: Floats,
    places: Floats,
    bounds: list[tuple[int, int]],
    rounds: Iterable[tuple[Floats, Floats]],
) -> Iterator[tuple[Floats, Floats]]:
    """Run the rounds of stacking one by one.

    Parameters
    ----------
    domain_logits, first, places, bounds
        As for `stack_features`.
    rounds
        Coefficients and intercepts of each round, in order, as for `stacked_logits`.

    Yields
    ------
    features : ndarray of shape (n, 22, f)
        What the round reads.
    logits : ndarray of shape (n, 22)
        The log-odds that it gives.
    """
    previous = None
    for coefficients, intercepts in rounds:
        features = stack_features(domain_logits, first, previous, places, bounds)
        logits = stacked_logits(features, coefficients, intercepts)
        yield features, logits
        previous = sigmoid(logits)


def stacked_probabilities(features: Floats, coefficients: Floats, intercepts: Floats) -> Floats:
    """Probability of every label from one round's features; parameters as for `stacked_logits`."""
    return sigmoid(stacked_logits(features, coefficients, intercepts))


def stacked_logits(features: Floats, coefficients: Floats, intercepts: Floats) -> Floats:
    """Log-odds of every label from one round's features.

    Parameters
    ----------
    features
        Shape (n, 22, f).
    coefficients, intercepts
        Shapes (22, f) and (22,).

    Returns
    -------
    ndarray of shape (n, 22)
    """
    return np.einsum("nlf,lf->nl", features, coefficients) + intercepts
