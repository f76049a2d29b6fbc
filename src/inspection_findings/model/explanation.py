"""Why a finding was made: its words, section, bullet and neighbours, and what each added."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from inspection_findings.documents.types import Sentence
from inspection_findings.labels import LABEL_INDEX, LABELS, Label
from inspection_findings.model.attribution import Attribution, Reading, Trace, attribute, read
from inspection_findings.model.context import passage_bounds
from inspection_findings.model.parameters import N_DOMAINS, N_POLARITIES
from inspection_findings.model.scorer import Scorer, SentenceFindings, batches

Floats = NDArray[np.float64]

_NOTABLE = 0.15
"""Log-odds below which a word does not make a phrase; near one half, 4 points of probability."""

_WEAK = 0.15
"""Share of a phrase's strongest word that the words at its ends have to reach."""


class Origin(StrEnum):
    """What a contribution comes from."""

    WORDS = "words"
    """Words of the sentence itself."""
    SECTION = "section"
    BULLET = "bullet"
    """Whether it is a bullet point."""
    POSITION = "position"
    """Whether it opens its passage."""
    BEFORE = "before"
    """What stands before it in its passage."""
    AFTER = "after"
    """What stands after it in its passage."""
    PASSAGE = "passage"
    """The rest of its passage as a whole."""
    LABELS = "labels"
    """What else the sentence seems to say."""
    REST = "rest"
    """All that is not listed."""
    BASELINE = "baseline"
    """The score of an empty sentence that stands alone, with no section."""


_CONTEXT = (
    *(Origin.BEFORE, Origin.AFTER, Origin.SECTION, Origin.BULLET, Origin.POSITION),
    *(Origin.PASSAGE, Origin.LABELS),
)


@dataclass(frozen=True, slots=True)
class Contribution:
    """One reason for, or against, a finding.

    Attributes
    ----------
    origin
        What it comes from.
    amount
        What it added to the finding's log-odds.
    topic, polarity
        Of the first pass: what it added to the log-odds of the domain, and of the polarity given the
        domain. Zero for what the first pass does not read.
    text
        Words as the sentence has them, or the section's code; else ``None``.
    start, end
        Half-open character range of those words in the sentence; else ``None``.
    """

    origin: Origin
    amount: float
    topic: float = 0.0
    polarity: float = 0.0
    text: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A finding's log-odds, taken apart without a remainder.

    Attributes
    ----------
    text
        The sentence.
    label
        What was found in it.
    log_odds
        Of the confidence: ``log(p / (1 - p))``.
    contributions
        The baseline, every word of the sentence in reading order, then place, neighbours and other
        labels. Their ``amount`` adds up to `log_odds`, their ``topic`` and ``polarity`` to the log-odds
        of the first pass. A word has what it brings by itself, by its parts, and by its share of the
        word pairs that it is in, wherever the model reads the sentence.
    """

    text: str
    label: Label
    log_odds: float
    contributions: tuple[Contribution, ...]

    def reasons(self, most: int = 5) -> tuple[Contribution, ...]:
        """The weightiest contributions, words that stand together and pull the same way as one phrase.

        Parameters
        ----------
        most
            How many to list.

        Returns
        -------
        tuple of Contribution
            For and against, the weightiest first; then the rest and the baseline, so that all still adds
            up.
        """
        baseline, *others = self.contributions
        words = [each for each in others if each.origin is Origin.WORDS]
        whole = [each for each in others if each.origin is not Origin.WORDS]
        ranked = sorted([*_phrases(self.text, words), *whole], key=lambda each: -abs(each.amount))
        listed = [each for each in ranked if abs(each.amount) >= _NOTABLE][:most]
        rest = _total(Origin.REST, (*others, *(_negative(each) for each in listed)))
        return (*listed, rest, baseline)


def explain(scorer: Scorer, sentences: Sequence[Sentence], index: int, label: Label) -> Explanation:
    """Say why a label has the score it has, whether it reaches its threshold or not.

    Parameters
    ----------
    scorer
        The model.
    sentences
        In reading order, as for ``Scorer.score``: at least the sentence's whole passage.
    index
        Which of them.
    label
        Which label of it.

    Examples
    --------
    >>> from inspection_findings import load_model
    >>> sentences = [Sentence("Caseloads are too high.")]
    >>> explained = explain(load_model(), sentences, 0, Label.parse("workforce:weakness"))
    >>> explained.reasons()[0].text
    'Caseloads'
    """
    start, end = next(bounds for bounds in passage_bounds(sentences) if bounds[0] <= index < bounds[1])
    [explanation] = _explain(scorer, sentences[start:end], [(index - start, label)])
    return explanation


def explain_findings(scorer: Scorer, results: Sequence[SentenceFindings]) -> list[SentenceFindings]:
    """Add to each finding why it was made.

    Parameters
    ----------
    scorer
        The model that made the findings.
    results
        Of all sentences that were classified together, in reading order; findings may have been left
        out.

    Returns
    -------
    list of SentenceFindings
        The same with ``explanations``.
    """
    explained: list[SentenceFindings] = []
    for start, end in batches([result.sentence for result in results]):
        part = results[start:end]
        cells = [(row, each.label) for row, result in enumerate(part) for each in result.findings]
        explanations = iter(_explain(scorer, [result.sentence for result in part], cells))
        explained.extend(
            replace(result, explanations=tuple(itertools.islice(explanations, len(result.findings))))
            for result in part
        )
    return explained


def _explain(
    scorer: Scorer, sentences: Sequence[Sentence], cells: Sequence[tuple[int, Label]]
) -> Iterator[Explanation]:
    if not cells:
        return
    rows = np.array([row for row, _ in cells])
    labels = np.array([LABEL_INDEX[label] for _, label in cells])
    readings = read(scorer, sentences)
    trace = Trace.of(scorer, sentences, np.array([reading.logits.sum(axis=0) for reading in readings]))
    empty = Trace.of(scorer, [Sentence("")])
    attribution = attribute(scorer, trace, empty, rows, labels)
    for cell, (row, label) in enumerate(zip(rows.tolist(), labels.tolist(), strict=True)):
        places = (trace.places[row] - empty.places[0])[:, None] * scorer.parameters.place_coefficients
        yield _explanation(readings[row], places, attribution, empty, label, cell)


def _explanation(
    reading: Reading, places: Floats, attribution: Attribution, empty: Trace, label: int, cell: int
) -> Explanation:
    domain, polarity = divmod(label, N_POLARITIES)
    columns = [domain, N_DOMAINS + polarity]
    sentence, n_tokens = reading.sentence, len(reading.spans)

    place, beside = places[:, columns], attribution.places[cell]
    first_pass = np.zeros((n_tokens + len(_CONTEXT), 2))
    first_pass[: n_tokens + 2] = reading.logits[:, columns]
    first_pass[n_tokens + 2 : n_tokens + 5] = [place[:-2].sum(axis=0), *place[-2:]]
    amounts = first_pass @ [attribution.topic_slope[cell], attribution.polarity_slope[cell]]
    before, after, around = attribution.neighbours[cell]
    amounts[n_tokens:] += [before, after, beside[:-2].sum(), *beside[-2:], 0.0, attribution.labels[cell]]
    amounts[n_tokens + _CONTEXT.index(Origin(reading.others))] += around

    rows: list[list[float]] = np.column_stack([amounts, first_pass]).tolist()
    words = [
        Contribution(Origin.WORDS, amount, topic, stance, sentence.text[start:end], start, end)
        for (amount, topic, stance), (start, end) in zip(rows[:n_tokens], reading.spans, strict=True)
    ]
    context = [
        Contribution(origin, amount, topic, stance, sentence.section if origin is Origin.SECTION else None)
        for origin, (amount, topic, stance) in zip(_CONTEXT, rows[n_tokens:], strict=True)
    ]
    baseline = Contribution(
        Origin.BASELINE,
        amount=float(attribution.baseline[cell]),
        topic=float(empty.domains[0, domain]),
        polarity=float(empty.polarities[0, domain, polarity]),
    )
    return Explanation(
        text=sentence.text,
        label=LABELS[label],
        log_odds=float(attribution.log_odds[cell]),
        contributions=(baseline, *words, *context),
    )


def _phrases(text: str, words: Sequence[Contribution]) -> Iterator[Contribution]:
    """Runs of neighbouring words that each matter and pull the same way, weak words at the ends cut off."""
    for side, run in itertools.groupby(words, key=lambda each: _side(each.amount)):
        if not side:
            continue
        parts = list(run)
        strong = max(abs(each.amount) for each in parts) * _WEAK
        kept = [i for i, each in enumerate(parts) if abs(each.amount) >= strong]
        parts = parts[kept[0] : kept[-1] + 1]
        start, end = parts[0].start, parts[-1].end
        yield replace(_total(Origin.WORDS, parts), text=text[start:end], start=start, end=end)


def _side(amount: float) -> int:
    return 0 if abs(amount) < _NOTABLE else 1 if amount > 0 else -1


def _total(origin: Origin, parts: Sequence[Contribution]) -> Contribution:
    return Contribution(
        origin,
        amount=math.fsum(each.amount for each in parts),
        topic=math.fsum(each.topic for each in parts),
        polarity=math.fsum(each.polarity for each in parts),
    )


def _negative(part: Contribution) -> Contribution:
    return replace(part, amount=-part.amount, topic=-part.topic, polarity=-part.polarity)
