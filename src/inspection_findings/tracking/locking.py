"""One job at a time decides which model is champion, on any registry that MLflow can reach.

The lock is a tag on the registered model, written through MLflow's client alone, so that it works the same
for SQLite, PostgreSQL and a server. Every job writes a tag of its own name and then reads all of them: who
then sees no other job's tag holds the lock. Of two jobs that write at once at least one reads the other's
tag, so never do both hold it; where each reads the other's, the later name gives way (the idea of
Lamport's bakery algorithm, 1974). No two jobs ever use the same name, so a dead job's tag can be removed
by any number of jobs at once without harm.

A lock whose holder is gone ends with its process where that can be seen (see `processes`), else with its
lease.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import random
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

from inspection_findings.exceptions import TrackingError
from inspection_findings.tracking.actors import actor
from inspection_findings.tracking.processes import Process, this_process

LEASE = dt.timedelta(minutes=15)
"""A decision takes seconds. Clocks of a team's machines may differ by less than this."""
LONGEST_WAIT = 120.0
"""Seconds to wait for another job's decision."""
_PREFIX = "lock."
_PAUSE, _LONGEST_PAUSE = 0.05, 0.5


class LockError(TrackingError):
    """Another job holds the registry's lock, or this one no longer does."""


@dataclass(frozen=True)
class Holder:
    """Who holds the lock, or asks for it.

    Attributes
    ----------
    token
        Name of its tag behind the prefix, unlike any other.
    by
        Person or job.
    process
        That it runs in; ``None`` where the tag does not say.
    since, until
        When it asked, and when it counts as gone at the latest. In UTC.
    """

    token: str
    by: str
    process: Process | None
    since: dt.datetime
    until: dt.datetime

    @property
    def stale(self) -> bool:
        """Whether it holds nothing any more: its process is gone or its lease has run out."""
        return self.until <= _now() or (self.process is not None and self.process.gone)

    @property
    def tag(self) -> str:
        """Name of its tag on the registered model."""
        return f"{_PREFIX}{self.token}"

    def __str__(self) -> str:
        return f"{self.by} since {self.since:%Y-%m-%d %H:%M:%S} UTC"


@dataclass(frozen=True)
class RegistryLock:
    """A lock that is held."""

    client: MlflowClient
    model: str
    holder: Holder

    def check(self) -> None:
        """See that it is still held: to be asked right before anything is changed.

        Raises
        ------
        LockError
            If the lease has run out, or someone took the lock away.
        """
        if not self.holder.stale and self.holder.token in {
            each.token for each in holders(self.client, self.model)
        }:
            return
        raise LockError(
            "the registry's lock was lost before the decision was made: nothing was changed: try again"
        )


@contextmanager
def registry_lock(
    client: MlflowClient,
    model: str,
    *,
    wait: float = LONGEST_WAIT,
    lease: dt.timedelta = LEASE,
    report: Callable[[str], None] = lambda _: None,
) -> Iterator[RegistryLock]:
    """Hold the lock of a registered model while the block runs.

    Parameters
    ----------
    client
        Of the registry.
    model
        Registered model, which must exist.
    wait
        Seconds to wait for other jobs at most.
    lease
        How long the lock lasts if its holder vanishes on another machine.
    report
        Is told once whom is waited for.

    Raises
    ------
    LockError
        If another job holds it for longer.
    MlflowException
        If the registry cannot be reached or has no such model.
    """
    own = _acquire(client, model, time.monotonic() + wait, lease, report)
    try:
        yield RegistryLock(client, model, own)
    finally:
        # A lock that cannot be given back now ends with this process, or its lease.
        with contextlib.suppress(MlflowException):
            client.delete_registered_model_tag(model, own.tag)


def holders(client: MlflowClient, model: str) -> list[Holder]:
    """Who holds or asks for the lock of a registered model, stale ones too, in the order of their tokens."""
    tags: dict[str, str] = client.get_registered_model(model).tags
    found = [
        _read(name.removeprefix(_PREFIX), text) for name, text in tags.items() if name.startswith(_PREFIX)
    ]
    return sorted(found, key=lambda holder: holder.token)


def living_holders(client: MlflowClient, model: str) -> list[Holder]:
    """Take stale tags away and give the others."""
    found = holders(client, model)
    for holder in found:
        if holder.stale:
            client.delete_registered_model_tag(model, holder.tag)
    return [holder for holder in found if not holder.stale]


def _acquire(
    client: MlflowClient, model: str, last: float, lease: dt.timedelta, report: Callable[[str], None]
) -> Holder:
    told, pause = False, _PAUSE
    while True:
        others = living_holders(client, model)
        if not others:
            own = _asked(lease)
            if _came_first(client, model, own, last):
                return own
            others = living_holders(client, model)
        whom = str(others[0]) if others else "other jobs"
        if time.monotonic() >= last:
            raise LockError(
                f"the registry is being changed by {whom}: try again later, or see `findings doctor`"
            )
        if others and not told:
            told = True
            report(f"waiting for {whom}, who holds the registry's lock")
        # Not all alike, so that two jobs do not keep in step; and longer and longer, as asking costs the
        # server what the holder needs.
        time.sleep(pause * (1 + random.random()))  # noqa: S311
        pause = min(1.5 * pause, _LONGEST_PAUSE)


def _came_first(client: MlflowClient, model: str, own: Holder, last: float) -> bool:
    """Write the tag; wait for those that give way to it, and take it back where it has to give way itself."""
    came_first = False
    try:
        client.set_registered_model_tag(model, own.tag, _written(own))
        while others := [each.token for each in living_holders(client, model) if each.token != own.token]:
            if min(others) < own.token or own.stale or time.monotonic() >= last:
                return False
            time.sleep(_PAUSE)
        came_first = True
        return came_first
    finally:
        if not came_first:
            client.delete_registered_model_tag(model, own.tag)


def _asked(lease: dt.timedelta) -> Holder:
    now = _now()
    return Holder(uuid.uuid4().hex, actor(), this_process(), now, now + lease)


def _written(holder: Holder) -> str:
    process = holder.process.tags() if holder.process else {}
    times = {"since": holder.since.isoformat(), "until": holder.until.isoformat()}
    return json.dumps({"by": holder.by, **times, **process})


def _read(token: str, text: str) -> Holder:
    """Read a tag. What cannot be read holds nothing: no job of this package wrote it."""
    try:
        values = json.loads(text)
        since, until = (
            dt.datetime.fromisoformat(values[name]).astimezone(dt.UTC) for name in ("since", "until")
        )
        return Holder(token, str(values["by"]), Process.from_tags(values), since, until)
    except (ValueError, TypeError, KeyError, AttributeError):
        nowhen = dt.datetime.fromtimestamp(0, dt.UTC)
        return Holder(token, "someone unknown", None, nowhen, nowhen)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
