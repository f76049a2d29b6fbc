"""Whether a domain or an area got better: the share of strengths then and now."""

from __future__ import annotations

from enum import StrEnum
from math import comb

from inspection_findings.reporting.summary import Tally

CHANCE = 0.01
"""A change is clear where, had nothing changed, one as great would come about by chance this often at most.

Eleven domains are looked at, in both directions: in one comparison of five, one seems clear by chance alone.
"""


class Change(StrEnum):
    """What the share of strengths among findings did from one visit to the next."""

    BETTER = "better"
    WORSE = "worse"
    UNCLEAR = "no_clear_change"
    TOO_FEW = "too_few"
    """No change would be clear, however the findings fell."""
    ONLY_THEN = "only_then"
    """Nothing is found now: the report does not speak of it, which is not to say that it was put right."""
    ONLY_NOW = "only_now"


def change_of(then: Tally, now: Tally) -> Change | None:
    """Compare the shares of strengths among the findings that are not unsure.

    The test is Fisher's, one-sided, with half the probability of what was seen (mid-p; Lancaster 1961,
    Significance tests in discrete distributions). It takes findings for independent, which those of
    neighbouring sentences are not: it is a rule for what to point at, not a proof.

    Parameters
    ----------
    then, now
        Findings of a domain or an area at each visit.

    Returns
    -------
    Change or None
        ``None`` where neither visit finds anything.
    """
    if not (then.total or now.total):
        return None
    if not now.total:
        return Change.ONLY_THEN
    if not then.total:
        return Change.ONLY_NOW
    # The least that chance can be: all of one visit are strengths, and none of the other's.
    if 1 / (2 * comb(then.total + now.total, then.total)) > CHANCE:
        return Change.TOO_FEW
    if by_chance(then, now) <= CHANCE:
        return Change.BETTER
    if by_chance(now, then) <= CHANCE:
        return Change.WORSE
    return Change.UNCLEAR


def by_chance(lower: Tally, higher: Tally) -> float:
    """Probability that chance alone gives the second as many of all strengths as it has, or more.

    Those as many count half.
    """
    strengths = lower.strengths + higher.strengths
    everything = lower.total + higher.total
    most = min(strengths, higher.total)

    def ways(number: int) -> int:
        return comb(strengths, number) * comb(everything - strengths, higher.total - number)

    more = sum(ways(number) for number in range(higher.strengths + 1, most + 1))
    # Of whole numbers, which may be beyond what a float can hold.
    return (2 * more + ways(higher.strengths)) / (2 * comb(everything, higher.total))
