"""How the log-odds of a label came about: one number for each part that the model read.

The score is compared with that of an empty sentence that stands alone under no heading. What is linear
is split as it is: the first pass by n-grams, which are split over their tokens. A step that is not linear
(the probability of a pair, the bends and limits of scores, how a label stands among the sentence's
others, calibration) hands
its change on to what it read in proportion to theirs: the rescale rule of Shrikumar, Greenside and
Kundaje, "Learning important features through propagating activation differences" (2017). Topic and
polarity, whose probabilities are multiplied, share the change of the product by Shapley's rule: the mean
of both orders. So the parts add up, without a remainder, to the difference between the two scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from inspection_findings.documents.types import Sentence
from inspection_findings.model.calibration import calibrate
from inspection_findings.model.context import PLACES, context_texts, passage_bounds
from inspection_findings.model.neighbours import (
    CELL_FEATURES,
    N_CELL_FEATURES,
    cell_features,
    pair_probabilities,
    sigmoid,
    stack_rounds,
)
from inspection_findings.model.parameters import N_OUTPUTS, N_POLARITIES
from inspection_findings.model.scorer import Scorer
from inspection_findings.model.text import token_spans

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Side = Literal["before", "after", "passage"]

_PLACE_COLUMNS = slice(1, 1 + len(PLACES))
_NEIGHBOURS = ("before", "after", "passage")
_READS = {
    "before": "before", "either_before": "before", "opening": "before", "either_opening": "before",
    "mean_before": "before", "either_mean_before": "before", "after": "after", "either_after": "after",
    "mean_after": "after", "either_mean_after": "after", "mean": "passage", "highest": "passage",
    "either_mean": "passage", "lean_around": "passage",
}  # fmt: skip
_READS_NEIGHBOURS = np.zeros((N_CELL_FEATURES, len(_NEIGHBOURS)))
for _column, _name in enumerate(CELL_FEATURES):
    if _which := _READS.get(_name.partition(">")[0]):
        _READS_NEIGHBOURS[_column, _NEIGHBOURS.index(_which)] = 1.0
_READS_SENTENCE = 1.0 - _READS_NEIGHBOURS.sum(axis=1)

_SAME = 1e-12
"""A change so small is none: nothing can be shared in proportion to it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the n-grams in and around one sentence add to the logits of the first pass.

    Attributes
    ----------
    sentence
        As it was given.
    spans
        Where its tokens stand in its text.
    logits
        A row for each token, then one for what stands before the sentence and one for what stands after
        it, shape (tokens + 2, 13).
    others
        Where the other sentences of its passage stand.
    """

    sentence: Sentence
    spans: list[tuple[int, int]]
    logits: Floats
    others: Side


def read(scorer: Scorer, sentences: Sequence[Sentence]) -> list[Reading]:
    """Take the text fields of sentences apart, passages whole, and say what each token adds."""
    texts = context_texts(sentences, reach=scorer.parameters.reach)
    bounds = passage_bounds(sentences)
    spans = [token_spans(sentence.text) for sentence in sentences]
    sizes = np.array([len(each) for each in spans], dtype=np.int64)
    ends = np.cumsum(sizes)
    # Every token of every sentence, in reading order: so the passages stand in the table as they are read.
    tokens = np.zeros((int(sizes.sum()), N_OUTPUTS))
    passages, previous = np.zeros_like(tokens), np.zeros((len(sentences), N_OUTPUTS))
    for field in scorer.fields:
        match field.source:
            case "text":
                tokens += field.by_token(texts.text, sizes)
            case "passage":
                # The same text for each sentence of a passage: taken apart once.
                starts = [start for start, _ in bounds]
                whole = [texts.passage[start] for start in starts]
                passages += field.by_token(whole, np.add.reduceat(sizes, starts))
            case _:
                previous += field(texts.previous)
    tokens += passages
    readings = []
    for start, end in bounds:
        first, last = ends[start] - sizes[start], ends[end - 1]
        for row in range(start, end):
            own = slice(ends[row] - sizes[row], ends[row])
            before = previous[row] + passages[first : own.start].sum(axis=0)
            after = passages[own.stop : last].sum(axis=0)
            others: Side = "after" if row == start else "before" if row == end - 1 else "passage"
            logits = np.vstack([tokens[own], before, after])
            readings.append(Reading(sentences[row], spans[row], logits, others))
    return readings


@dataclass(frozen=True, slots=True)
class Trace:
    """Every stage of scoring some sentences.

    Attributes
    ----------
    places
        Section and flags, shape (n, len(PLACES)).
    domains, polarities
        Log-odds of the first pass, shapes (n, 11) and (n, 11, 2).
    probabilities
        Of the labels: first pass, then each round but the last; shape (n, 22) each.
    features, logits
        What each round of stacking reads, in blocks of shape (n, 22, f), and gives, shape (n, 22).
    calibrated
        The last round's log-odds, calibrated, shape (n, 22).
    """

    places: Floats
    domains: Floats
    polarities: Floats
    probabilities: list[Floats]
    features: list[tuple[Floats, ...]]
    logits: list[Floats]
    calibrated: Floats

    @classmethod
    def of(cls, scorer: Scorer, sentences: Sequence[Sentence], from_text: Floats | None = None) -> Trace:
        """Score sentences and keep what lies between; parameters as for ``Scorer.first_pass``."""
        domains, polarities, places = scorer.first_pass(sentences, from_text)
        first = pair_probabilities(domains, polarities)
        rounds = ((each.coefficients, each.intercepts) for each in scorer.parameters.rounds)
        stages = list(stack_rounds(domains, first, places, passage_bounds(sentences), rounds))
        return cls(
            places=places,
            domains=domains,
            polarities=polarities,
            probabilities=[first, *(sigmoid(each) for _, each in stages[:-1])],
            features=[features for features, _ in stages],
            logits=[each for _, each in stages],
            calibrated=calibrate(stages[-1][1], scorer.parameters.calibration),
        )


@dataclass(frozen=True, slots=True)
class Attribution:
    """The log-odds of k (sentence, label) cells, taken apart.

    ``log_odds`` equals ``baseline`` plus ``topic_slope`` times the change of the domain's first-pass
    log-odds, plus ``polarity_slope`` times that of the polarity's, plus the sums of ``places`` and
    ``neighbours``, plus ``labels``.

    Attributes
    ----------
    log_odds, baseline
        Of the cell, and of the same label in an empty sentence, shape (k,).
    topic_slope, polarity_slope
        What one more unit of first-pass log-odds brought, shape (k,).
    places
        What section and flags added beside the first pass, shape (k, len(PLACES)).
    neighbours
        What the scores of the sentence before, of the sentence after and of all others in the passage
        added, shape (k, 3).
    labels
        What the sentence's other labels added, shape (k,).
    """

    log_odds: Floats
    baseline: Floats
    topic_slope: Floats
    polarity_slope: Floats
    places: Floats
    neighbours: Floats
    labels: Floats


def attribute(scorer: Scorer, trace: Trace, empty: Trace, rows: Integers, labels: Integers) -> Attribution:
    """Take the log-odds of some cells apart.

    Parameters
    ----------
    scorer
        The model.
    trace
        Of all sentences of the passages concerned.
    empty
        Of one empty sentence.
    rows, labels
        Sentence and label of each of the k cells.
    """
    k = len(rows)
    domains, polarities = labels // N_POLARITIES, labels % N_POLARITIES
    topic, topic_0 = trace.domains[rows, domains], empty.domains[0, domains]
    polarity = trace.polarities[rows, domains, polarities]
    polarity_0 = empty.polarities[0, domains, polarities]

    by_domain, by_pair, by_labels = np.zeros((3, k))
    places, neighbours = np.zeros((k, len(PLACES))), np.zeros((k, len(_NEIGHBOURS)))
    for number, stacking in enumerate(scorer.parameters.rounds):
        weights = stacking.coefficients[labels]
        here = np.concatenate([block[rows, labels] for block in trace.features[number]], axis=1)
        there = np.concatenate([block[0, labels] for block in empty.features[number]], axis=1)
        change = weights * (here - there)
        slope = np.zeros(k)
        if number:
            # What the round before answered for this very cell goes back to what that round read.
            own = _own_change(trace, empty, number, rows, labels, weights)
            before = trace.logits[number - 1][rows, labels] - empty.logits[number - 1][0, labels]
            slope = _per_unit(own, before)
            by_labels = by_labels * slope - own
        pair = _own_change(trace, empty, 0, rows, labels, weights)
        cells = change[:, _PLACE_COLUMNS.stop :].reshape(k, -1, N_CELL_FEATURES).sum(axis=1)
        by_domain = by_domain * slope + change[:, 0]
        by_pair = by_pair * slope + pair
        by_labels += cells @ _READS_SENTENCE - pair
        places = places * slope[:, None] + change[:, _PLACE_COLUMNS]
        neighbours = neighbours * slope[:, None] + cells @ _READS_NEIGHBOURS

    last, last_0 = trace.logits[-1][rows, labels], empty.logits[-1][0, labels]
    log_odds, baseline = trace.calibrated[rows, labels], empty.calibrated[0, labels]
    bend = _per_unit(log_odds - baseline, last - last_0)
    corners = [_pair_logit(a, b) for a in (topic, topic_0) for b in (polarity, polarity_0)]
    both, topic_alone, polarity_alone, neither = corners
    pair_slope = _per_unit(by_pair, both - neither)
    to_topic = (both - polarity_alone + topic_alone - neither) / 2
    to_polarity = (both - topic_alone + polarity_alone - neither) / 2
    return Attribution(
        log_odds=log_odds,
        baseline=baseline,
        topic_slope=bend * _per_unit(pair_slope * to_topic + by_domain, topic - topic_0),
        polarity_slope=bend * _per_unit(pair_slope * to_polarity, polarity - polarity_0),
        places=bend[:, None] * places,
        neighbours=bend[:, None] * neighbours,
        labels=bend * by_labels,
    )


def _own_change(
    trace: Trace, empty: Trace, stage: int, rows: Integers, labels: Integers, weights: Floats
) -> Floats:
    """What a round's logit owes to the cell's own probability in a stage, all other labels as they are."""
    start = _PLACE_COLUMNS.stop + (N_CELL_FEATURES if stage else 0)
    each = np.arange(len(rows))
    present = trace.probabilities[stage][rows]
    absent = present.copy()
    absent[each, labels] = empty.probabilities[stage][0, labels]
    # Without passages: only what the cells read of their own sentence differs.
    change = cell_features(present, [])[each, labels] - cell_features(absent, [])[each, labels]
    return np.einsum("kf,kf->k", change, weights[:, start : start + N_CELL_FEATURES])


def _pair_logit(topic: Floats, polarity: Floats) -> Floats:
    """Log-odds of the product of two probabilities that are given as log-odds."""
    present = -np.logaddexp(0.0, -topic) - np.logaddexp(0.0, -polarity)
    return present - np.log(sigmoid(-topic) + sigmoid(topic) * sigmoid(-polarity))


def _per_unit(effect: Floats, change: Floats) -> Floats:
    return np.divide(effect, change, out=np.zeros_like(effect), where=np.abs(change) > _SAME)
