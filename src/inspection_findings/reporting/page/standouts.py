"""Which findings stand out: certain ones, in sentences that can be quoted by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from inspection_findings.labels import Finding, Polarity, SectionCode
from inspection_findings.model.explanation import Origin
from inspection_findings.model.scorer import SentenceFindings

MOST = 5
"""How many of each polarity are shown."""

CERTAIN = 0.8
"""Confidence that a finding has to have."""

_FEWEST_WORDS, _MOST_WORDS = 4, 45
_ALIKE = 0.4
"""Share of their words that two sentences have in common, above which they say the same."""

_JUDGES = 0.5
"""Log-odds of its polarity that the words of a sentence have to bring."""

# Inspectors' own lists of what is weak and what is strong.
_OWN_LISTS = {
    Polarity.WEAKNESS: SectionCode.WHAT_NEEDS_TO_IMPROVE,
    Polarity.STRENGTH: SectionCode.STRENGTHS,
}
_WORD = re.compile(r"[^\W\d_]+")
# How sentences begin that say little without the one before.
_LEANS = re.compile(
    r"(?:this|these|that|those|such|it|its|they|their|he|she|his|her|there|here|others?|both|one|but|and|also"
    r"|however|therefore|similarly|consequently|moreover|furthermore|nevertheless|nonetheless"
    r"|for (?:example|instance)|as a result|in addition|instead|in (?:this|these|one|some|a few)"
    r"|(?:when|where) this)\b",
    re.I,
)
_SMALL_WORDS = frozenset(
    {
        *("a", "an", "and", "are", "as", "at", "be", "been", "by", "for", "from", "has", "have", "in"),
        *("is", "it", "of", "on", "or", "that", "the", "their", "them", "they", "this", "to", "was"),
        *("were", "which", "who", "with", "children", "young", "people"),
    }
)


@dataclass(frozen=True, slots=True)
class Standout:
    """A finding with its sentence's place among all results, from 0."""

    index: int
    finding: Finding


def standouts(results: Sequence[SentenceFindings], polarity: Polarity) -> tuple[Standout, ...]:
    """Choose what to quote of one polarity.

    Sentences that inspectors list themselves come first, then those that open their passage, then the
    most certain; each domain once before any comes twice. Left out are unsure findings, sentences that
    find both ways, and sentences that say what another has said already.

    Parameters
    ----------
    results
        Of a whole document, in reading order; with explanations, sentences have to hold words of judgement.
    polarity
        Of the findings wanted.

    Returns
    -------
    tuple of Standout
        `MOST` at most.
    """
    ranked = sorted(_candidates(results, polarity), key=lambda each: _rank(results[each.index], each.finding))
    chosen: list[Standout] = []
    for again in (False, True):
        for each in ranked:
            if len(chosen) == MOST:
                break
            domains = {one.finding.domain for one in chosen}
            if (again or each.finding.domain not in domains) and not _repeats(results, each, chosen):
                chosen.append(each)
    return tuple(chosen)


def _candidates(results: Sequence[SentenceFindings], polarity: Polarity) -> Iterator[Standout]:
    for index, result in enumerate(results):
        if all(each.polarity is polarity for each in result.findings) and _quotable(result, polarity):
            for place, finding in enumerate(result.findings):
                if finding.confidence >= CERTAIN and not finding.unsure and _judges(result, place):
                    yield Standout(index, finding)


def _quotable(result: SentenceFindings, polarity: Polarity) -> bool:
    text = result.sentence.text
    if not _FEWEST_WORDS <= len(text.split()) <= _MOST_WORDS or _LEANS.match(text):
        return False
    if text.count("“") != text.count("”") or text.count('"') % 2:
        return False  # Part of what someone says.
    if text[0].islower():
        return False  # A point of a list that its opening words make a sentence.
    # A heading does not end like a sentence; nor do some points of the inspectors' own lists.
    ended = text.rstrip("”’\"')").endswith((".", "!"))
    return ended or (_listed(result, polarity) and not text.endswith((";", ":", ",", " and", " or")))


def _judges(result: SentenceFindings, place: int) -> bool:
    """Whether words of the sentence, or the list that it is a point of, tell which way it finds."""
    point = result.sentence.bullet and _listed(result, result.findings[place].polarity)
    if point or not result.explanations:
        return True
    parts = result.explanations[place].contributions
    return sum(max(each.polarity, 0) for each in parts if each.origin is Origin.WORDS) >= _JUDGES


def _rank(result: SentenceFindings, finding: Finding) -> tuple[bool, bool, bool, float]:
    return (
        not _listed(result, finding.polarity),
        result.sentence.section is SectionCode.PRACTICE_STUDY,
        result.sentence.position > 0,
        -finding.confidence,
    )


def _listed(result: SentenceFindings, polarity: Polarity) -> bool:
    return result.sentence.section is _OWN_LISTS[polarity]


def _repeats(results: Sequence[SentenceFindings], new: Standout, chosen: Iterable[Standout]) -> bool:
    words = _telling(results[new.index])
    return any(
        new.index == each.index or _overlap(words, _telling(results[each.index])) > _ALIKE for each in chosen
    )


def _telling(result: SentenceFindings) -> frozenset[str]:
    return frozenset(_WORD.findall(result.sentence.text.lower())) - _SMALL_WORDS


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))
