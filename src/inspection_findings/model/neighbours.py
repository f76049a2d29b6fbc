"""What stacking reads: the scores of a sentence and of its neighbours, label by label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from inspection_findings.model.calibration import calibrate
from inspection_findings.model.passages import Neighbours

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

_OF_NEIGHBOURS = ("before", "after", "mean", "highest", "opening", "mean_before", "mean_after")

_LIMIT = 7.0
_ABSENT = -4.0
_SMALLEST = 1e-4

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


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
    return _cells(probabilities, Neighbours.of(bounds, len(probabilities)))


def _cells(probabilities: Floats, around: Neighbours) -> Floats:
    """What `cell_features` returns, with the sentences next to each other in memory.

    So each step runs over all sentences at once, and a label's weighted sum is a product of matrices.
    """
    n, n_labels = probabilities.shape
    cells = np.empty((N_CELL_FEATURES, n_labels, n))
    cell = dict(zip(CELL_FEATURES, cells, strict=True))
    rows = np.clip(logit(probabilities), -_LIMIT, _LIMIT)
    lean = _lean(probabilities)
    own = cell["own"]
    own[:] = rows.T
    for name in _OF_NEIGHBOURS:
        cell[name].fill(_ABSENT)
    lean_around = np.zeros(n)
    if around.onwards:
        follows, leads = around.before > 0, around.after > 0
        np.copyto(cell["before"][:, 1:], own[:, :-1], where=follows[1:])
        np.copyto(cell["after"][:, :-1], own[:, 1:], where=leads[:-1])
        np.copyto(cell["opening"], own.take(around.first, axis=1), where=follows)
        # The means of those who have no others are not numbers to use, nor are they copied.
        so_far = around.accumulate(probabilities, np.add)
        whole = so_far.take(around.last, axis=0)
        others = np.maximum(around.before + around.after, 1)
        np.copyto(cell["mean"], _mean_logit(whole - probabilities, others), where=follows | leads)
        earlier = _mean_logit(so_far[:-1], np.maximum(around.before[1:], 1))
        np.copyto(cell["mean_before"][:, 1:], earlier, where=follows[1:])
        later = _mean_logit(whole - so_far, np.maximum(around.after, 1))
        np.copyto(cell["mean_after"], later, where=leads)
        _highest_around(rows, around, out=cell["highest"])
        np.divide(around.totals(lean) - lean, others, where=follows | leads, out=lean_around)

    np.copyto(_by_domain(cell["opposite"]), _by_domain(own)[:, ::-1])
    for name in ("before", "after", "mean", "opening", "mean_before", "mean_after"):
        scores = _by_domain(cell[name])
        higher = np.maximum(scores[:, :1], scores[:, 1:])
        np.copyto(_by_domain(cell[f"either_{name}"]), higher)
    np.subtract(own.max(axis=0), own, out=cell["gap"])
    cell["expected"][:] = _log_mass(probabilities)
    # Strength stands before weakness in each domain.
    sign = np.tile([1.0, -1.0], n_labels // 2)[:, None]
    np.multiply(lean, sign, out=cell["lean"])
    np.multiply(lean_around, sign, out=cell["lean_around"])
    scores, bent = cells[: len(_SCORES)], cells[len(_SCORES) + len(_STANDING) :]
    for knot, beyond in zip(KNOTS, np.split(bent, len(KNOTS)), strict=True):
        np.subtract(scores, knot, out=beyond)
        np.maximum(beyond, 0.0, out=beyond)
    return cells.transpose(2, 1, 0)


def _mean_logit(sums: Floats, counts: Integers) -> Floats:
    """Log-odds of means, shape (22, n), from sums of shape (n, 22)."""
    return logit(sums / counts[:, None], 1e-3).T


def _highest_around(rows: Floats, around: Neighbours, out: Floats) -> None:
    """Write the highest of the other scores of the passage, shape (22, n), where there are any."""
    highest = np.full_like(rows, -np.inf)
    before, after = around.before > 0, around.after > 0
    np.copyto(highest[1:], around.accumulate(rows, np.maximum)[:-1], where=before[1:, None])
    following = around.accumulate(rows, np.maximum, backwards=True)[1:]
    np.maximum(highest[:-1], following, where=after[:-1, None], out=highest[:-1])
    np.copyto(out, highest.T, where=before | after)


def _by_domain(scores: Floats) -> Floats:
    """Scores of shape (22, n) as a view of shape (11, 2, n)."""
    return scores.reshape(-1, 2, scores.shape[1])


def _log_mass(probabilities: Floats) -> Floats:
    return np.log(probabilities.sum(axis=1) + 0.05)


def _lean(probabilities: Floats) -> Floats:
    """Log-ratio of what is expected of strengths to what is expected of weaknesses, shape (n,)."""
    return _log_mass(probabilities[:, 0::2]) - _log_mass(probabilities[:, 1::2])


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
    around = Neighbours.of(bounds, len(first))
    blocks = _first_blocks(domain_logits, first, places, around)
    if previous is not None:
        blocks = (*blocks, _cells(previous, around))
    return np.concatenate(blocks, axis=2)


def _first_blocks(
    domain_logits: Floats, first: Floats, places: Floats, around: Neighbours
) -> tuple[Floats, ...]:
    """What every round reads: parts of `stack_features`, which are the same as long as they are apart."""
    n, n_labels = first.shape
    domains = np.repeat(np.clip(domain_logits, -_LIMIT, _LIMIT), 2, axis=1)[:, :, None]
    spread = np.broadcast_to(places[:, None, :], (n, n_labels, places.shape[1]))
    return domains, spread, _cells(first, around)


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
) -> Iterator[tuple[tuple[Floats, ...], Floats]]:
    """Run the rounds of stacking one by one.

    Parameters
    ----------
    domain_logits, first, places, bounds
        As for `stack_features`.
    rounds
        Coefficients and intercepts of each round, in order, as for `stacked_logits`.

    Yields
    ------
    blocks : tuple of ndarray
        What the round reads: `stack_features`, in parts that only their last axis tells apart.
    logits : ndarray of shape (n, 22)
        The log-odds that it gives.
    """
    around = Neighbours.of(bounds, len(first))
    read = _first_blocks(domain_logits, first, places, around)
    logits: Floats | None = None
    for coefficients, intercepts in rounds:
        if logits is not None:
            read = (*read[:3], _cells(sigmoid(logits), around))
        edges = np.cumsum([block.shape[2] for block in read])[:-1]
        weighted = zip(read, np.split(coefficients, edges, axis=1), strict=True)
        logits = intercepts + sum(_weighted(block, weights) for block, weights in weighted)
        yield read, logits


def _weighted(block: Floats, weights: Floats) -> Floats:
    """Sum a block's features, shape (n, 22, f), by each label's weights, shape (22, f), to (n, 22)."""
    if block.strides[1] == 0:
        # All labels read the same.
        return block[:, 0] @ weights.T
    return np.matmul(block.transpose(1, 0, 2), weights[:, :, None])[:, :, 0].T


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
