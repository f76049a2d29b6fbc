"""The few sentences of a step that tell most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from inspection_findings.labels import Domain
from inspection_findings.overview.progress.compare import Step
from inspection_findings.overview.progress.pairs import Evidence, Kind


@dataclass(frozen=True, slots=True)
class Highlight:
    """A piece of evidence and the domains that it is of."""

    evidence: Evidence
    domains: tuple[Domain, ...]


def highlights(step: Step, kind: Kind) -> Iterator[Highlight]:
    """Evidence of one kind, of all domains together, the best first.

    What is evidence of several domains stands once. A domain comes again after all others have had a
    turn, and no sentence comes a second time.
    """
    found: dict[tuple[int, ...], list[tuple[Evidence, Domain]]] = {}
    for each in step.domains:
        for evidence in each.of(kind):
            # Statements are the visits' own, so each is one object.
            key = tuple(id(statement) for statement in evidence.statements)
            found.setdefault(key, []).append((evidence, each.domain))
    waiting = [
        Highlight(min((each for each, _ in same), key=lambda each: each.rank), tuple(d for _, d in same))
        for same in found.values()
    ]
    shown: set[int] = set()
    turns = dict.fromkeys(Domain, 0)
    while waiting:
        best = min(
            waiting, key=lambda each: (min(turns[domain] for domain in each.domains), each.evidence.rank)
        )
        waiting.remove(best)
        sentences = {id(statement) for statement in best.evidence.statements}
        if not sentences & shown:
            shown |= sentences
            for domain in best.domains:
                turns[domain] += 1
            yield best
