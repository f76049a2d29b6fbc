"""Progress: each visit to an authority beside the one before it, and the last beside the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from inspection_findings.documents.types import Grade
from inspection_findings.exceptions import FindingsError
from inspection_findings.labels import Area, Domain
from inspection_findings.overview.authorities import authority_named
from inspection_findings.overview.progress.change import Change, change_of
from inspection_findings.overview.progress.pairs import Evidence, Kind, Pairing
from inspection_findings.overview.progress.visits import Scope, Visit, authority_form, in_order
from inspection_findings.reporting.summary import Tally

_NAMES_SHOWN = 3


class ProgressError(FindingsError, ValueError):
    """Reports are not several visits to one authority."""


@dataclass(frozen=True, slots=True)
class AreaProgress:
    """A judgement area at two visits.

    Attributes
    ----------
    then, now
        Its findings, counted; those of all areas for the overall judgement.
    grade_then, grade_now
        What inspectors gave; ``None`` where they gave none.
    change
        Of the share of strengths; ``None`` where neither visit finds anything.
    """

    area: Area
    then: Tally
    now: Tally
    grade_then: Grade | None
    grade_now: Grade | None
    change: Change | None

    @property
    def grade_changed(self) -> bool:
        """Whether both visits gave a grade, and not the same."""
        return None not in (self.grade_then, self.grade_now) and self.grade_then is not self.grade_now


@dataclass(frozen=True, slots=True)
class DomainProgress:
    """A domain at two visits.

    Attributes
    ----------
    then, now
        Its findings, counted.
    change
        Of the share of strengths; ``None`` where neither visit finds anything that is sure.
    evidence
        Sentences that are alike, then those that are like none of the other visit.
    """

    domain: Domain
    then: Tally
    now: Tally
    change: Change | None
    evidence: tuple[Evidence, ...]

    def of(self, kind: Kind) -> list[Evidence]:
        """Evidence of one kind."""
        return [each for each in self.evidence if each.kind is kind]


@dataclass(frozen=True, slots=True)
class Step:
    """Two visits compared.

    Attributes
    ----------
    areas
        Those that are graded or have findings at either visit.
    domains
        Those with findings at either visit.
    """

    then: Visit
    now: Visit
    areas: tuple[AreaProgress, ...]
    domains: tuple[DomainProgress, ...]

    @property
    def changes(self) -> dict[Domain | Area, Change | None]:
        """Of each domain and area."""
        changes: dict[Domain | Area, Change | None] = {each.domain: each.change for each in self.domains}
        return changes | {each.area: each.change for each in self.areas}

    @property
    def frameworks_differ(self) -> bool:
        """Whether inspectors worked to different frameworks."""
        return self.then.metadata.framework is not self.now.metadata.framework


@dataclass(frozen=True, slots=True)
class Progress:
    """All visits to an authority that are known.

    Attributes
    ----------
    authority
        ``None`` where no report states it.
    visits
        Two or more, from the earliest.
    steps
        From each visit to the next of its scope; of more than two, then from the first to the last.
    span
        The longest of them, of the services as a whole where there is one.
    precision
        What was asked for; ``None`` if nothing was, and then no finding is unsure.
    """

    authority: str | None
    visits: tuple[Visit, ...]
    steps: tuple[Step, ...]
    span: Step
    precision: float | None = None


def check_comparable(authorities: Sequence[str | None]) -> str | None:
    """See that reports can be several visits to one authority.

    Parameters
    ----------
    authorities
        What each report is about, in any spelling; ``None`` where it does not say.

    Returns
    -------
    str or None
        The authority; ``None`` where no report says.

    Raises
    ------
    ProgressError
        If the reports are fewer than two, or about different authorities.
    """
    stated = [authority_named(name).name for name in authorities if name is not None]
    names = sorted({authority_form(name): name for name in reversed(stated)}.values())
    if len(names) > 1:
        shown = ", ".join(names[:_NAMES_SHOWN]) + (", ..." if len(names) > _NAMES_SHOWN else "")
        raise ProgressError(
            f"the reports are about {len(names)} authorities ({shown}): choose one with --authority"
        )
    if len(authorities) < 2:
        about = f" about {names[0]}" if names else ""
        raise ProgressError(
            f"two reports{about} are needed to compare, and there is {'one' if authorities else 'none'}"
        )
    return names[0] if names else None


def progress_of(visits: Sequence[Visit], *, precision: float | None = None) -> Progress:
    """Compare the visits to one authority.

    Those of one scope are compared with each other; where no two are of one scope, all are.

    Parameters
    ----------
    visits
        In any order; if any has no date, in the order of time.
    precision
        At which unsure findings were marked.

    Raises
    ------
    ProgressError
        If they are fewer than two, or about different authorities.
    """
    authority = check_comparable([visit.metadata.authority for visit in visits])
    ordered = in_order(visits)
    scopes = [[visit for visit in ordered if visit.scope is scope] for scope in Scope]
    pairs = [_pairs(visits) for visits in scopes if len(visits) > 1] or [_pairs(ordered)]
    steps = [[compare_visits(then, now) for then, now in each] for each in pairs]
    return Progress(authority, tuple(ordered), tuple(chain.from_iterable(steps)), steps[0][-1], precision)


def _pairs(visits: Sequence[Visit]) -> list[tuple[Visit, Visit]]:
    """Each visit with the next, and of more than two the first with the last."""
    return [*pairwise(visits), *([(visits[0], visits[-1])] if len(visits) > 2 else [])]


def compare_visits(then: Visit, now: Visit) -> Step:
    """Compare two visits, the earlier first."""
    before, after, pairing = then.tallies(), now.tallies(), Pairing(then, now)
    areas = (
        AreaProgress(
            area,
            *(before[area], after[area]),
            *(then.grades.get(area), now.grades.get(area)),
            change_of(before[area], after[area]),
        )
        for area in Area
    )
    domains = (
        DomainProgress(
            domain,
            *(before[domain], after[domain]),
            change_of(before[domain], after[domain]),
            tuple(pairing.evidence(domain)),
        )
        for domain in Domain
    )
    return Step(
        then,
        now,
        tuple(
            each for each in areas if each.then.shown or each.now.shown or each.grade_then or each.grade_now
        ),
        tuple(each for each in domains if each.then.shown or each.now.shown),
    )
