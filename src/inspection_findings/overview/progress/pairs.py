"""Sentences of two visits that are alike, and those that are like none of the other visit's.

**What a pair is.** Two sentences that find something of the same domain, of which one is the most like the
other among those of its visit, by a cosine of `LEAST_ALIKE` or more. It says that both visits speak of the
same topic. It does not say that they speak of the same teams or children: sentences of a report on another
council are alike nearly as often (``experiments/progress.md``).

**How the bound was chosen.** Specimens tell sentences of real reports in other words. Of such a report's
sentences about the same domain, take the one most like the specimen's: the more alike they are, the more
often it is the very one that was retold. The bound is the lowest, in steps of 0.05, at which it is in seven
of ten cases on the training authorities; ``experiments/similarity.md`` (``make similarity``) has the figures,
and those of authorities that it was not chosen on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from inspection_findings.labels import Domain, SectionCode
from inspection_findings.overview.progress.visits import Statement, Visit
from inspection_findings.overview.similarity import Floats, Tfidf

LEAST_ALIKE = 0.3
"""Cosine from which two sentences are taken to speak of the same topic."""


class Kind(StrEnum):
    """What a sentence or a pair of them shows of a domain."""

    BETTER = "better"
    WORSE = "worse"
    WEAKNESS_PERSISTS = "weakness_persists"
    """A weakness both times; or both times a weakness and a strength in one sentence."""
    STRENGTH_PERSISTS = "strength_persists"
    NEW_WEAKNESS = "new_weakness"
    """A weakness now, and nothing alike then."""
    NEW_STRENGTH = "new_strength"
    WEAKNESS_NOT_MENTIONED = "weakness_not_mentioned"
    """A weakness then, and nothing alike now."""
    STRENGTH_NOT_MENTIONED = "strength_not_mentioned"


_KINDS_THEN = (Kind.WEAKNESS_NOT_MENTIONED, Kind.STRENGTH_NOT_MENTIONED)
_KINDS_NOW = (Kind.NEW_WEAKNESS, Kind.NEW_STRENGTH)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Two sentences that are alike, or one that is like none of the other visit.

    Attributes
    ----------
    kind
        What it shows.
    then, now
        The sentences; ``None`` where that visit has none.
    alike
        Their cosine, 0 to 1; of one alone, that with the most similar of the other visit.
    confidence
        Of what they find of the domain, 0 to 1; the lower of two.
    unsure
        Whether either is unsure.
    """

    kind: Kind
    then: Statement | None
    now: Statement | None
    alike: float
    confidence: float
    unsure: bool

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The one or two sentences."""
        return tuple(each for each in (self.then, self.now) if each is not None)

    @property
    def rank(self) -> tuple[bool, bool, float]:
        """What the best of a kind has least of.

        Sure comes before unsure; among pairs, what is alike and certain first; among single sentences, what
        inspectors listed as what needs to improve, and then what is certain.
        """
        if self.then is not None and self.now is not None:
            return self.unsure, False, -self.alike * self.confidence
        [single] = self.statements
        return self.unsure, single.section is not SectionCode.WHAT_NEEDS_TO_IMPROVE, -self.confidence


class Pairing:
    """Compares the sentences of two visits.

    Parameters
    ----------
    then, now
        The visits, the earlier first.
    """

    def __init__(self, then: Visit, now: Visit) -> None:
        self._then, self._now = then, now
        self._tfidf = Tfidf(each.text for visit in (then, now) for each in visit.statements)

    def evidence(self, domain: Domain) -> list[Evidence]:
        """All that the visits find of a domain, the best of each kind first: see `Evidence.rank`."""
        then, now = self._then.about(domain), self._now.about(domain)
        alike = self.alike(then, now)
        found = [
            _pair(domain, then[row], now[column], float(alike[row, column])) for row, column in _links(alike)
        ]
        found += _singles(domain, then, alike.max(axis=1, initial=0), now=False)
        found += _singles(domain, now, alike.max(axis=0, initial=0), now=True)
        return sorted(found, key=lambda each: each.rank)

    def alike(self, these: Sequence[Statement], those: Sequence[Statement]) -> Floats:
        """Cosine of each of these statements with each of those, shape (len(these), len(those))."""
        return self._tfidf.cosines([each.text for each in these], [each.text for each in those])


def _links(alike: Floats) -> list[tuple[int, int]]:
    """Rows and columns of the cells that are high enough and the highest of their row or of their column."""
    if not alike.size:
        return []
    highest = np.zeros(alike.shape, dtype=bool)
    highest[np.arange(len(alike)), alike.argmax(axis=1)] = True
    highest[alike.argmax(axis=0), np.arange(alike.shape[1])] = True
    return [(int(i), int(j)) for i, j in np.argwhere(highest & (alike >= LEAST_ALIKE))]


def _pair(domain: Domain, then: Statement, now: Statement, alike: float) -> Evidence:
    change = now.balance(domain) - then.balance(domain)
    if change:
        kind = Kind.BETTER if change > 0 else Kind.WORSE
    else:
        kind = Kind.STRENGTH_PERSISTS if now.balance(domain) > 0 else Kind.WEAKNESS_PERSISTS
    return Evidence(
        *(kind, then, now, alike),
        confidence=min(then.confidence(domain), now.confidence(domain)),
        unsure=then.unsure(domain) or now.unsure(domain),
    )


def _singles(
    domain: Domain, statements: Sequence[Statement], nearest: Floats, *, now: bool
) -> list[Evidence]:
    """Statements that are like none of the other visit's."""
    kinds = _KINDS_NOW if now else _KINDS_THEN
    return [
        Evidence(
            kinds[each.balance(domain) > 0],
            then=None if now else each,
            now=each if now else None,
            alike=float(cosine),
            confidence=each.confidence(domain),
            unsure=each.unsure(domain),
        )
        for each, cosine in zip(statements, nearest, strict=True)
        if cosine < LEAST_ALIKE
    ]
