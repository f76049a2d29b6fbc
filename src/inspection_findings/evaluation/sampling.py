"""Which sentences to label next: those that a model is unsure of, or a representative sample."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inspection_findings.corpus.exchange.tasks import Task
from inspection_findings.model.neighbours import logit

Floats = NDArray[np.float64]

_SURE = 1e-9

POOL_FACTOR = 10
"""The most uncertain sentences that diversity chooses from, for each that is wanted."""


def least_confidence(scores: Floats, thresholds: Floats) -> Floats:
    """How unsure a model is of each sentence, by the label that it is least sure of.

    Uncertainty sampling by least confidence (D. D. Lewis and W. A. Gale, "A sequential algorithm for
    training text classifiers", SIGIR 1994), for labels that have thresholds of their own: a probability
    is moved in log-odds so that its threshold becomes one half, and the uncertainty is that of the
    opposite decision.

    Parameters
    ----------
    scores
        Calibrated probabilities, shape (n, labels).
    thresholds
        From which each label is reported, shape (labels,).

    Returns
    -------
    ndarray of shape (n,)
        From 0 (sure of every label) to 0.5 (a label is just at its threshold).
    """
    margin = np.abs(logit(scores, _SURE) - logit(thresholds, _SURE)).min(axis=1)
    return np.asarray(1 / (1 + np.exp(margin)), dtype=np.float64)


def choose_uncertain(texts: Sequence[str], uncertainty: Floats, number: int, *, seed: int) -> list[int]:
    """Choose sentences that a model is unsure of and that are unlike each other.

    From the ``POOL_FACTOR`` times ``number`` most uncertain, the seeding of k-means++ (D. Arthur and S.
    Vassilvitskii, SODA 2007) over TF-IDF vectors: the most uncertain first, then each with a probability
    in proportion to its uncertainty times its squared distance to the nearest one chosen. Choosing a
    batch so is due to BADGE (J. T. Ash et al., "Deep batch active learning by diverse, uncertain
    gradient lower bounds", ICLR 2020). Greedy k-centre (O. Sener and S. Savarese, ICLR 2018) would
    rather take outliers: sentences without a word in common all have the same, largest, distance.

    Parameters
    ----------
    texts
        Of the sentences; of several that say the same only the most uncertain is taken.
    uncertainty
        Of each, shape (n,).
    number
        How many are wanted; all of them where there are no more.
    seed
        Of the random choice: the same gives the same.

    Returns
    -------
    list of int
        Indices in ascending order.
    """
    first: dict[str, int] = {}
    for i in np.argsort(-uncertainty, kind="stable"):
        first.setdefault(texts[i].casefold(), int(i))
    pool = list(first.values())[: POOL_FACTOR * number]
    if len(pool) <= number:
        return sorted(pool)
    chosen = _seeding([texts[i] for i in pool], uncertainty[pool], number, np.random.default_rng(seed))
    return sorted(pool[k] for k in chosen)


def choose_representative(
    tasks: Sequence[Task], number: int, *, seed: int, by_passage: bool = False
) -> list[int]:
    """Choose at random, stratified over frameworks and sections in proportion to their sizes.

    What the quotas leave over by rounding goes to the strata with the largest remainders. Every sentence
    is as likely to be chosen as any other, also where whole passages are.

    Parameters
    ----------
    tasks
        To choose from.
    number
        How many sentences are wanted; all of them where there are no more.
    seed
        Of the random choice: the same gives the same.
    by_passage
        Choose whole passages, so many that they have about the wanted number of sentences.

    Returns
    -------
    list of int
        Indices in ascending order.
    """
    if len(tasks) <= number:
        return list(range(len(tasks)))
    units: dict[object, list[int]] = defaultdict(list)
    for i, task in enumerate(tasks):
        units[task.passage if by_passage else i].append(i)
    strata: dict[tuple[str, str], list[list[int]]] = defaultdict(list)
    for unit in units.values():
        strata[tasks[unit[0]].framework, tasks[unit[0]].section or ""].append(unit)
    names = sorted(strata)
    wanted = max(1, round(number * len(units) / len(tasks)))
    exact = np.array([wanted * len(strata[name]) / len(units) for name in names])
    quotas = np.floor(exact).astype(int)
    largest = np.argsort(quotas - exact, kind="stable")[: wanted - int(quotas.sum())]
    quotas[largest] += 1
    generator = np.random.default_rng(seed)
    return sorted(
        i
        for name, quota in zip(names, quotas, strict=True)
        for k in generator.choice(len(strata[name]), size=quota, replace=False)
        for i in strata[name][k]
    )


def with_passages(tasks: Sequence[Task], chosen: Sequence[int]) -> list[int]:
    """The chosen sentences with the others of their passages.

    Parameters
    ----------
    tasks
        That were chosen from.
    chosen
        Indices of those chosen.

    Returns
    -------
    list of int
        Indices in ascending order.
    """
    passages = {tasks[i].passage for i in chosen}
    return [i for i, task in enumerate(tasks) if task.passage in passages]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _seeding(
    texts: Sequence[str], uncertainty: Floats, number: int, generator: np.random.Generator
) -> list[int]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(sublinear_tf=True, analyzer=_words).fit_transform(texts)
    chosen = [int(np.argmax(uncertainty))]
    free = np.ones(len(texts), dtype=bool)
    squared = np.full(len(texts), np.inf)
    while len(chosen) < number:
        last = chosen[-1]
        free[last] = False
        similarity = np.asarray((vectors @ vectors[last].T).todense()).ravel()
        # Vectors have length 1, so this is the squared Euclidean distance.
        squared = np.minimum(squared, np.maximum(2 - 2 * similarity, 0))
        weights = np.where(free, uncertainty * squared, 0)
        if not weights.any():
            weights = free.astype(np.float64)
        chosen.append(int(generator.choice(len(texts), p=weights / weights.sum())))
    return chosen
