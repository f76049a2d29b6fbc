"""Moving ``champion``: to a challenger that the rules let through, and back.

Reading the champion, comparing and moving are done under the registry's lock, so that of two jobs the second
decides anew against what the first left.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from inspection_findings.evaluation.comparison import compare
from inspection_findings.evaluation.promotion import Decision, PromotionRules, decide, held_back
from inspection_findings.exceptions import ComparisonError, TrackingError
from inspection_findings.tracking.actors import actor
from inspection_findings.tracking.addresses import MODEL_NAME
from inspection_findings.tracking.completeness import missing_model
from inspection_findings.tracking.history import Move, MoveKind, left_behind, line_of_champions, moves
from inspection_findings.tracking.locking import LONGEST_WAIT, RegistryLock, registry_lock
from inspection_findings.tracking.lookup import find_version
from inspection_findings.tracking.measuring import Measure, NotMeasuredError, kept_predictions
from inspection_findings.tracking.registry import (
    CHAMPION,
    ModelVersion,
    get_version,
    set_alias,
    tag_version,
    version_with_alias,
    versions,
)
from inspection_findings.tracking.store import open_store, store_errors

GATE_TAG = "gate"
"""Tag of a version: what the rules said of it last."""

Report = Callable[[str], None]


class Result(StrEnum):
    """How an attempt to promote ended."""

    PROMOTED = "promoted"
    WOULD_BE_PROMOTED = "would_be_promoted"
    HELD_BACK = "held_back"
    ALREADY_CHAMPION = "already_champion"


@dataclass(frozen=True)
class Outcome:
    """What came of an attempt to promote.

    Attributes
    ----------
    result
        How it ended.
    challenger, champion
        As they were when it was decided; without a champion ``None``.
    decision
        What the rules said; without any check where the challenger is the champion already.
    rules
        That were asked.
    """

    result: Result
    challenger: ModelVersion
    champion: ModelVersion | None
    decision: Decision
    rules: PromotionRules


def promote(
    reference: str,
    rules: PromotionRules,
    *,
    reason: str = "",
    dry_run: bool = False,
    again: bool = False,
    measure: Measure = kept_predictions,
    wait: float = LONGEST_WAIT,
    report: Report = lambda _: None,
) -> Outcome:
    """Make a version the champion if every rule holds.

    Parameters
    ----------
    reference
        As `find_version` reads it.
    rules
        To hold.
    reason
        Kept with the move.
    dry_run
        Decide, and change nothing.
    again
        Also a version that was rolled back since it was champion last.
    measure
        Gives the predictions of a version.
    wait
        Seconds to wait at most for another job that decides.
    report
        Is told what is being done.

    Raises
    ------
    LockError
        If another job is deciding for longer.
    TrackingError
        If there is no such version or the store cannot be reached.
    """
    if dry_run:
        outcome = _decided(reference, rules, measure, report, again=again)
        if outcome.result is Result.PROMOTED:
            return dataclasses.replace(outcome, result=Result.WOULD_BE_PROMOTED)
        return outcome
    # Before the lock, which others may hold: a mistake is told at once.
    find_version(reference)
    with _locked(wait, report) as lock:
        outcome = _decided(reference, rules, measure, report, again=again)
        if outcome.result is Result.ALREADY_CHAMPION:
            return outcome
        evidence = _evidence(outcome)
        noted = {"result": outcome.result.value, "at": _now(), "by": actor(), **evidence}
        # First: a job that is killed in between and run again moves it, but a champion is not decided on.
        tag_version(outcome.challenger.version, {GATE_TAG: json.dumps(noted)})
        if outcome.result is Result.PROMOTED:
            _move(lock, MoveKind.PROMOTED, outcome.challenger, outcome.champion, reason, evidence)
    return outcome


def rollback(
    to: int | None = None, *, reason: str = "", wait: float = LONGEST_WAIT, report: Report = lambda _: None
) -> Move | None:
    """Make an earlier version the champion again.

    Parameters
    ----------
    to
        Number of the version; the champion before this one by default.
    reason
        Kept with the move.
    wait
        Seconds to wait at most for another job that decides.
    report
        Is told what is being done.

    Returns
    -------
    Move or None
        ``None`` where that version is the champion already.

    Raises
    ------
    LockError
        If another job is deciding for longer.
    TrackingError
        If there is no such version or no champion before, or the store cannot be reached.
    """
    # Before the lock, which others may hold: a mistake is told at once.
    _before(version_with_alias(CHAMPION)) if to is None else get_version(to)
    with _locked(wait, report) as lock:
        champion = version_with_alias(CHAMPION)
        target = _before(champion) if to is None else get_version(to)
        if champion is not None and target.version == champion.version:
            return None
        missing = _missing(target)
        if missing:
            raise TrackingError(f"{missing}: name another version with --to")
        return _move(lock, MoveKind.ROLLED_BACK, target, champion, reason, {})


def history() -> list[Move]:
    """All moves of the champion that are on record, oldest first.

    Raises
    ------
    TrackingError
        If the store cannot be reached.
    """
    return moves(versions())


def _before(champion: ModelVersion | None) -> ModelVersion:
    there = {each.version: each for each in versions()}
    line = line_of_champions(moves(there.values()), champion.version if champion else None)
    if champion is None:
        raise TrackingError(
            "there is no champion to go back from: name a version with --to, or run `findings promote`"
        )
    earlier = [number for number in line[:-1] if number in there]
    if not earlier:
        raise TrackingError(
            f"version {champion.version} is the first champion on record: name a version with --to"
        )
    return there[earlier[-1]]


def _missing(version: ModelVersion) -> str | None:
    client = open_store()
    with store_errors(f"version {version.version} cannot be looked at"):
        missing = missing_model(client, version)
    return f"version {version.version} cannot be used without {', '.join(missing)}" if missing else None


def _decided(
    reference: str, rules: PromotionRules, measure: Measure, report: Report, *, again: bool
) -> Outcome:
    challenger, champion = find_version(reference), version_with_alias(CHAMPION)
    if champion is not None and champion.version == challenger.version:
        return Outcome(Result.ALREADY_CHAMPION, challenger, champion, Decision(()), rules)
    back = None if again else left_behind(history(), challenger.version)
    if back is not None:
        # Else a scheduled job would undo by night what a person did by day.
        why = f"taken back by {back.by} at {back.at}" + (f" ({back.reason})" if back.reason else "")
        decision = held_back("rolled_back", f"{why}: promote it with --again, or train another")
    else:
        decision = _compared(challenger, champion, rules, measure, report)
    result = Result.PROMOTED if decision.passed else Result.HELD_BACK
    return Outcome(result, challenger, champion, decision, rules)


def _compared(
    challenger: ModelVersion,
    champion: ModelVersion | None,
    rules: PromotionRules,
    measure: Measure,
    report: Report,
) -> Decision:
    missing = _missing(challenger)
    if missing:
        return held_back("complete", missing)
    try:
        measured = measure(challenger)
        if champion is None:
            return decide(rules, measured, None)
        reference = measure(champion)
        report(f"comparing version {challenger.version} with the champion, version {champion.version}")
        return decide(rules, measured, compare(reference, measured))
    except NotMeasuredError as error:
        return held_back("same_sentences", str(error))
    except ComparisonError as error:
        return held_back("same_sentences", f"{error}, with --rescore")


def _move(
    lock: RegistryLock,
    kind: MoveKind,
    target: ModelVersion,
    champion: ModelVersion | None,
    reason: str,
    evidence: dict[str, object],
) -> Move:
    earlier = history()
    move = Move(
        number=max((each.number for each in earlier), default=0) + 1,
        kind=kind,
        version=target.version,
        previous=champion.version if champion else None,
        at=_now(),
        by=actor(),
        reason=reason,
        evidence=evidence,
    )
    lock.check()
    tag_version(target.version, move.tag())
    set_alias(CHAMPION, target.version)
    return move


def _evidence(outcome: Outcome) -> dict[str, object]:
    return {
        "champion": outcome.champion.version if outcome.champion else None,
        "rules": outcome.rules.model_dump(mode="json"),
        "checks": [dataclasses.asdict(check) for check in outcome.decision.checks],
    }


@contextmanager
def _locked(wait: float, report: Report) -> Iterator[RegistryLock]:
    client = open_store()
    with (
        store_errors("the registry cannot be locked"),
        registry_lock(client, MODEL_NAME, wait=wait, report=report) as lock,
    ):
        yield lock


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
