"""A connection to workers, which are as this process is, or one line that says why there is none."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import dask
from distributed import Client, LocalCluster

from inspection_findings.commands.distributed.crew import Crew
from inspection_findings.commands.distributed.versions import described, disagreement
from inspection_findings.exceptions import ClusterError

CONNECTING = 5.0
"""Seconds in which a scheduler has to answer."""

JOINING = 10.0
"""Seconds in which a running cluster has to have a worker."""

_STARTING = 60.0
_COMPARED = ("dask", "distributed")

# Workers that are started here are seen by nobody else, and serve no pages.
_LOCAL: dict[str, Any] = {
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.worker.profile.enabled": False,
    # The command is told to stop by the same key, and ends them.
    "distributed.worker.preload": ["import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"],
    "distributed.diagnostics.nvml": False,
}

T = TypeVar("T")


@contextmanager
def connected(crew: Crew, libraries: Sequence[str]) -> Iterator[Client]:
    """Connect to workers as long as the block lasts; those that were started for it end with it.

    Parameters
    ----------
    crew
        Which.
    libraries
        Of which they must have the versions that are installed here.

    Raises
    ------
    ClusterError
        If there is no scheduler or no worker, or they have other versions.
    """
    _quieten()
    with contextlib.ExitStack() as stack:
        if crew.address is None:
            stack.enter_context(dask.config.set(_LOCAL))
            address: Any = stack.enter_context(_local(crew))
        else:
            address = crew.address
        client = stack.enter_context(_attempt(crew, lambda: Client(address, timeout=CONNECTING)))
        _see_workers(crew, client)
        _attempt(crew, lambda: _check(crew, client, libraries))
        yield client


def _local(crew: Crew) -> LocalCluster:
    """Workers of one thread, whom only this process can speak to: it alone has the key."""
    return _attempt(
        crew,
        lambda: LocalCluster(
            n_workers=crew.workers,
            threads_per_worker=1,
            host="127.0.0.1",
            protocol="tls://",
            security=True,
            dashboard_address=None,
            # Any port, as there is nothing to see: the usual one may be another scheduler's.
            scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
            # What a document may take is bounded where it is read.
            memory_limit=0,
            silence_logs=logging.CRITICAL,
        ),
    )


def _see_workers(crew: Crew, client: Client) -> None:
    wanted, seconds = (crew.workers, _STARTING) if crew.address is None else (1, JOINING)
    try:
        client.wait_for_workers(wanted, timeout=seconds)
    except TimeoutError:
        hint = f": start some, dask worker {crew.address}" if crew.address else ""
        raise ClusterError(f"{crew.name}: no workers within {seconds:g} seconds{hint}") from None


def _check(crew: Crew, client: Client, libraries: Sequence[str]) -> None:
    """See that scheduler and workers have what this process has.

    Raises
    ------
    ClusterError
        If one has not.
    """
    # Asked for in a way that needs no pickle, which another Python may not read.
    versions = cast(Mapping[str, Any], client.get_versions())
    ours = _compared(versions["client"])
    others = {"the scheduler": versions["scheduler"]}
    others |= {f"the worker {where}": each for where, each in versions["workers"].items()}
    for who, each in others.items():
        _refuse(crew, disagreement(who, _compared(each), ours))
    for where, theirs in ask_workers(client, described, libraries).items():
        if isinstance(theirs, BaseException):
            raise ClusterError(
                f"{crew.name}: a worker cannot say what it has ({_words(theirs)}): "
                "install inspection-findings there as it is here"
            ) from theirs
        _refuse(crew, disagreement(f"the worker {where}", theirs, described(libraries)))


def ask_workers(
    client: Client, function: Callable[..., T], *arguments: object
) -> dict[str, T | BaseException]:
    """What a function gives on each worker, or raises there; workers that go away meanwhile are left out.

    Parameters
    ----------
    client
        Connected to them.
    function
        Called on each.
    arguments
        For it.
    """
    answers = cast(dict[str, T | BaseException], client.run(function, *arguments, on_error="return"))
    return {where: each for where, each in answers.items() if not isinstance(each, OSError)}


def _compared(versions: Mapping[str, Any]) -> dict[str, str]:
    packages = versions["packages"]
    python = ".".join(str(packages["python"]).split(".")[:2])
    return {"Python": python, **{name: str(packages[name]) for name in _COMPARED}}


def _refuse(crew: Crew, problem: str | None) -> None:
    if problem is not None:
        raise ClusterError(f"{crew.name}: {problem}")


def _attempt(crew: Crew, work: Callable[[], T]) -> T:
    """Do what may fail in as many ways as there are networks."""
    try:
        return work()
    except ClusterError:
        raise
    except Exception as error:
        raise ClusterError(f"{crew.name}: no connection to the workers: {_words(error)}") from error


def _words(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _quieten() -> None:
    """What goes wrong is said in one line, and not by all who notice."""
    for name in [*logging.root.manager.loggerDict, "asyncio", "tornado.application"]:
        if name.partition(".")[0] in {"asyncio", "distributed", "tornado"}:
            logging.getLogger(name).setLevel(logging.CRITICAL)
