"""Validity: findings against what the inspectors themselves said, their grades and their lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from inspection_findings.documents.types import Document, Grade, Sentence
from inspection_findings.evaluation.metrics import Estimate
from inspection_findings.labels import LABEL_INDEX, LABELS, Area, Polarity, SectionCode, area_of
from inspection_findings.model.scorer import Scorer, SentenceFindings

GRADES = (Grade.INADEQUATE, Grade.REQUIRES_IMPROVEMENT, Grade.GOOD, Grade.OUTSTANDING)
"""From the worst to the best."""
LISTS = {
    SectionCode.STRENGTHS: Polarity.STRENGTH,
    SectionCode.WHAT_NEEDS_TO_IMPROVE: Polarity.WEAKNESS,
}
"""Sections in which inspectors list what is one or the other."""


class OfAuthority(Protocol):
    """Whatever is about an authority."""

    @property
    def authority(self) -> str:
        """Which."""


Item = TypeVar("Item", bound=OfAuthority)

_STRENGTHS = np.array([label.polarity is Polarity.STRENGTH for label in LABELS])


@dataclass(frozen=True, slots=True)
class AreaShare:
    """Findings of one judgement area of a report, and the grade it was given.

    Attributes
    ----------
    share
        Of strengths among the area's findings, 0 to 1: classify and count.
    expected
        Of strengths among the labels that the model expects in the area, whether they are reported or not:
        probabilistic classify and count (Bella et al., ICDM 2010), which an uncertain finding moves less.
    findings
        How many there are.
    """

    document: str
    authority: str
    area: Area
    share: float
    expected: float
    findings: int
    grade: Grade

    @property
    def rank(self) -> int:
        """Place of the grade, 0 for the worst."""
        return GRADES.index(self.grade)


@dataclass(frozen=True, slots=True)
class ListedPoint:
    """A bullet point that inspectors listed as a strength or for improvement.

    Attributes
    ----------
    listed
        As what.
    predicted
        What the model takes it for without its heading: the polarity that it expects more labels of.
    """

    document: str
    authority: str
    listed: Polarity
    predicted: Polarity


def area_shares(
    document: Document, authority: str, found: Iterable[SentenceFindings], *, least: int = 5
) -> list[AreaShare]:
    """Shares of strengths in each area that a report grades.

    Parameters
    ----------
    document
        With its grades.
    authority
        That it is about.
    found
        Its classified sentences.
    least
        Areas with fewer findings are left out.
    """
    graded = [area for area in document.grades if area is not Area.OVERALL]
    counts = {area: np.zeros(2) for area in graded}
    masses = {area: np.zeros(2) for area in graded}
    for each in found:
        areas = [area_of(label.domain, each.sentence.section) for label in LABELS]
        for label, area, score in zip(LABELS, areas, each.scores, strict=True):
            if area in masses:
                masses[area][int(label.polarity is Polarity.STRENGTH)] += score
        for finding in each.findings:
            area = areas[LABEL_INDEX[finding.label]]
            if area in counts:
                counts[area][int(finding.polarity is Polarity.STRENGTH)] += 1
    return [
        AreaShare(
            document.name, authority, area,
            share=float(counts[area][1] / counts[area].sum()),
            expected=float(masses[area][1] / masses[area].sum()),
            findings=int(counts[area].sum()),
            grade=document.grades[area],
        )
        for area in graded
        if counts[area].sum() >= least
    ]  # fmt: skip


def listed_points(document: Document, authority: str, scorer: Scorer) -> list[ListedPoint]:
    """Classify the bullet points of a report's lists with their heading withheld."""
    points = [
        (passage.sentences, LISTS[section.code])
        for section in document.sections
        if section.code in LISTS
        for passage in section.passages
        if passage.bullet and passage.sentences
    ]
    results = []
    for sentences, listed in points:
        scores = scorer.score([_bare(sentence) for sentence in sentences])
        strength = scores[:, _STRENGTHS].sum() >= scores[:, ~_STRENGTHS].sum()
        predicted = Polarity.STRENGTH if strength else Polarity.WEAKNESS
        results.append(ListedPoint(document.name, authority, listed, predicted))
    return results


def _bare(sentence: Sentence) -> Sentence:
    return Sentence(sentence.text, bullet=True, passage=sentence.passage, position=sentence.position)


def rank_correlation(shares: Sequence[AreaShare], *, expected: bool = False) -> float:
    """Spearman's rho between the share of strengths, counted or expected, and the grade."""
    from scipy.stats import spearmanr

    return float(spearmanr(_values(shares, expected), [each.rank for each in shares]).statistic)


def _values(shares: Sequence[AreaShare], expected: bool) -> list[float]:
    return [each.expected if expected else each.share for each in shares]


def highest_rank_correlation(shares: Sequence[AreaShare]) -> float:
    """Spearman's rho of shares that follow the grades without a single mistake.

    Below 1, because shares differ within a grade and grades do not.
    """
    from scipy.stats import spearmanr

    ranks = sorted(each.rank for each in shares)
    return float(spearmanr(range(len(ranks)), ranks).statistic)


def grade_auc(shares: Sequence[AreaShare], *, expected: bool = False) -> float:
    """Area under the ROC curve of the share of weaknesses for grades below good.

    The probability that an area that requires improvement or is inadequate has a greater share of
    weaknesses than one that is good or outstanding.
    """
    from sklearn.metrics import roc_auc_score

    below = [each.rank < GRADES.index(Grade.GOOD) for each in shares]
    return float(roc_auc_score(below, [1 - value for value in _values(shares, expected)]))


def list_accuracy(points: Sequence[ListedPoint]) -> float:
    """Share of listed points whose polarity is recognised."""
    return float(np.mean([point.predicted is point.listed for point in points]))


def by_authority(
    items: Sequence[Item],
    figure: Callable[[Sequence[Item]], float],
    *,
    resamples: int = 1000,
    seed: int = 0,
) -> Estimate:
    """A figure with its 95% percentile interval from resampling whole authorities.

    Reports of one authority are not independent, nor are the areas of one report.
    """
    names = sorted({item.authority for item in items})
    rows: dict[str, list[int]] = {name: [] for name in names}
    for i, item in enumerate(items):
        rows[item.authority].append(i)
    random = np.random.default_rng(seed)
    values: NDArray[np.float64] = np.array(
        [
            figure([items[i] for name in random.choice(names, len(names)) for i in rows[name]])
            for _ in range(resamples)
        ]
    )
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return Estimate(figure(items), float(low), float(high))
