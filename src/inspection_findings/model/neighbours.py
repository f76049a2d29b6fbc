"""What stacking reads: the scores of a sentence and of its neighbours, label by label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

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
    n, n_labels = probabilities.shape
    cells = np.empty((N_CELL_FEATURES, n, n_labels))
    cell = dict(zip(CELL_FEATURES, cells, strict=True))
    for name in _OF_NEIGHBOURS:
        cell[name].fill(_ABSENT)
    own = np.clip(logit(probabilities), -_LIMIT, _LIMIT, out=cell["own"])
    lean, lean_around = _lean(probabilities), np.zeros(n)
    around = Neighbours.of(bounds, n)
    follows, leads, inside = around.follows, around.leads, around.inside

    cell["before"][follows] = own[follows - 1]
    cell["after"][leads] = own[leads + 1]
    cell["opening"][follows] = own[around.first[follows]]
    so_far = around.accumulate(probabilities, np.add)
    whole, count = so_far[around.last], (around.last - around.first)[:, None]
    cell["mean"][inside] = logit((whole[inside] - probabilities[inside]) / count[inside], 1e-3)
    cell["mean_before"][follows] = logit(
        so_far[follows - 1] / (follows - around.first[follows])[:, None], 1e-3
    )
    rest = whole[leads] - so_far[leads]
    cell["mean_after"][leads] = logit(rest / (around.last[leads] - leads)[:, None], 1e-3)
    highest = np.full_like(own, -np.inf)
    highest[follows] = around.accumulate(own, np.maximum)[follows - 1]
    highest[leads] = np.maximum(highest[leads], around.accumulate(own, np.maximum, backwards=True)[leads + 1])
    cell["highest"][inside] = highest[inside]
    if bounds:
        whole_lean = [lean[start:end].sum() if end - start > 1 else 0.0 for start, end in bounds]
        sizes = [end - start for start, end in bounds]
        others = np.repeat(whole_lean, sizes)[inside] - lean[inside]
        lean_around[inside] = others / count[inside, 0]

    cell["opposite"][:] = _swapped(own)
    for name in ("before", "after", "mean", "opening", "mean_before", "mean_after"):
        np.maximum(cell[name], _swapped(cell[name]), out=cell[f"either_{name}"])
    np.subtract(own.max(axis=1, keepdims=True), own, out=cell["gap"])
    cell["expected"][:] = _log_mass(probabilities)[:, None]
    # Strength stands before weakness in each domain.
    sign = np.tile([1.0, -1.0], n_labels // 2)
    np.multiply(lean[:, None], sign, out=cell["lean"])
    np.multiply(lean_around[:, None], sign, out=cell["lean_around"])
    scores, bent = cells[: len(_SCORES)], cells[len(_SCORES) + len(_STANDING) :]
    for knot, beyond in zip(KNOTS, np.split(bent, len(KNOTS)), strict=True):
        np.maximum(scores - knot, 0.0, out=beyond)
    return np.moveaxis(cells, 0, 2)


class Neighbours(NamedTuple):
    """Where the sentences of passages stand; indices of sentences, among n.

    Attributes
    ----------
    first, last
        First and last sentence of each one's passage, shape (n,).
    follows, leads, inside
        Sentences that have one before them in their passage, one after them, either.
    """

    first: Integers
    last: Integers
    follows: Integers
    leads: Integers
    inside: Integers

    @classmethod
    def of(cls, bounds: list[tuple[int, int]], n: int) -> Neighbours:
        """Neighbours in passages as given by ``passage_bounds``; none where there are no bounds."""
        each = np.arange(n)
        first, last = each, each
        if bounds:
            starts, ends = np.array(bounds).T
            first, last = np.repeat(starts, ends - starts), np.repeat(ends - 1, ends - starts)
        follows, leads = np.flatnonzero(each > first), np.flatnonzero(each < last)
        return cls(first, last, follows, leads, np.flatnonzero(last > first))

    def accumulate(self, values: Floats, ufunc: np.ufunc, *, backwards: bool = False) -> Floats:
        """Accumulate rows within each passage, all passages at once; shape as that of the values."""
        total = values.copy()
        rows, away, step = self.follows, self.follows - self.first[self.follows], 1
        if backwards:
            rows, away, step = self.leads, self.last[self.leads] - self.leads, -1
        # All sentences that are as far from the passage's edge, the nearest first.
        order = np.argsort(away, kind="stable")
        edges = np.flatnonzero(np.diff(away[order])) + 1
        for here in np.split(rows[order], edges):
            total[here] = ufunc(total[here - step], values[here])
        return total


def _swapped(scores: Floats) -> Floats:
    """Of each label the score of its domain's other polarity."""
    return scores.reshape(len(scores), -1, 2)[:, :, ::-1].reshape(scores.shape)


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
    blocks = _first_blocks(domain_logits, first, places, bounds)
    if previous is not None:
        blocks = (*blocks, cell_features(previous, bounds))
    return np.concatenate(blocks, axis=2)


def _first_blocks(
    domain_logits: Floats, first: Floats, places: Floats, bounds: list[tuple[int, int]]
) -> tuple[Floats, ...]:
    """What every round reads: parts of `stack_features`, which are the same as long as they are apart."""
    n, n_labels = first.shape
    domains = np.repeat(np.clip(domain_logits, -_LIMIT, _LIMIT), 2, axis=1)[:, :, None]
    spread = np.broadcast_to(places[:, None, :], (n, n_labels, places.shape[1]))
    return domains, spread, cell_features(first, bounds)


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
    blocks = _first_blocks(domain_logits, first, places, bounds)
    previous: tuple[Floats, ...] = ()
    for coefficients, intercepts in rounds:
        read = (*blocks, *previous)
        edges = np.cumsum([block.shape[2] for block in read])[:-1]
        weighted = zip(read, np.split(coefficients, edges, axis=1), strict=True)
        logits = intercepts + sum(np.einsum("nlf,lf->nl", block, weights) for block, weights in weighted)
        yield read, logits
        previous = (cell_features(sigmoid(logits), bounds),)


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
