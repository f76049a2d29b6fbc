"""What jobs that died leave behind, and how it is mended: the work of ``findings doctor``.

Of runs only those are touched whose process is known to be gone, which can be seen on their own machine alone
(see `processes`); of another machine's, those that are older than the caller says.
"""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from mlflow import MlflowClient
from mlflow.entities import LoggedModelStatus, Run
from mlflow.exceptions import MlflowException

from inspection_findings.exceptions import ModelError
from inspection_findings.model.storage import read_model
from inspection_findings.tracking.addresses import MODEL_NAME
from inspection_findings.tracking.cache import models_folder
from inspection_findings.tracking.completeness import missing_model, missing_predictions
from inspection_findings.tracking.location import EXPERIMENT
from inspection_findings.tracking.locking import holders
from inspection_findings.tracking.processes import Process
from inspection_findings.tracking.registry import (
    CHAMPION,
    REGISTERED_TAG,
    register,
    registrable_model,
    versions,
)
from inspection_findings.tracking.store import open_store, store_errors

# A model is fetched in less: what is older was left by a process that died.
_FETCHED_WITHIN = 3600.0
# Right after its end.
_REGISTERED_WITHIN = dt.timedelta(hours=1)
_ENDED_TAG = "ended.by"


@dataclass(frozen=True)
class Problem:
    """Something that is not as it should be.

    Attributes
    ----------
    kind
        ``run``, ``version``, ``alias``, ``lock`` or ``cache``.
    subject
        Which of them.
    words
        What is wrong with it.
    remedy
        What mends it, in the infinitive; where `mend` is ``None``, what a person can do.
    mend
        Does that.
    """

    kind: str
    subject: str
    words: str
    remedy: str
    mend: Callable[[], None] | None = field(default=None, repr=False, compare=False)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}: {self.words}"


def diagnose(*, older_than: dt.timedelta | None = None) -> list[Problem]:
    """Look for what dead jobs left: runs, versions, aliases, locks, and files in this machine's cache.

    Parameters
    ----------
    older_than
        Runs without a known process, or of another machine's, count as dead if they were started so long ago.

    Raises
    ------
    TrackingError
        If the store cannot be reached.
    """
    client = open_store()
    with store_errors("the store cannot be looked through"):
        found = [*_runs(client, older_than), *_unregistered(client)]
        if _is_registered(client):
            found += [*_versions(client), *_aliases(client), *_locks(client)]
    return [*found, *_cache()]


def mend(problem: Problem) -> None:
    """Do what mends a problem that can be mended.

    Raises
    ------
    TrackingError
        If the store refuses.
    OSError
        If a file cannot be removed.
    """
    if problem.mend is None:
        raise ValueError(f"{problem} cannot be mended")
    with store_errors(f"{problem.kind} {problem.subject} cannot be mended"):
        problem.mend()


def _runs(client: MlflowClient, older_than: dt.timedelta | None) -> Iterator[Problem]:
    for run in _search(client, "attributes.status = 'RUNNING'", everywhere=True):
        why = _why_dead(run, older_than)
        if why is not None:
            run_id = run.info.run_id
            yield Problem(
                "run", run_id, f"marked as running, {why}", "end it as KILLED", partial(_end, client, run_id)
            )


def _why_dead(run: Run, older_than: dt.timedelta | None) -> str | None:
    process = Process.from_tags(run.data.tags)
    if process is not None and process.gone:
        return f"but its process {process.pid} on {process.host} is gone"
    # A process of this machine that can be seen to run is never old.
    judged_here = process is not None and process.here and bool(process.key)
    if older_than is None or judged_here or _age(run.info.start_time) < older_than:
        return None
    started = dt.datetime.fromtimestamp(run.info.start_time / 1000, dt.UTC)
    where = f"on {process.host}" if process is not None else "by an unknown process"
    return f"started {where} at {started:%Y-%m-%d %H:%M} UTC"


def _end(client: MlflowClient, run_id: str) -> None:
    run = client.get_run(run_id)
    # It may have ended since it was looked at.
    if run.info.status != "RUNNING":
        return
    wanted = f"source_run_id='{run_id}'"
    for model in client.search_logged_models([run.info.experiment_id], filter_string=wanted):
        if model.status == LoggedModelStatus.PENDING:
            client.finalize_logged_model(model.model_id, LoggedModelStatus.FAILED)
    client.set_tag(run_id, _ENDED_TAG, "findings doctor")
    client.set_terminated(run_id, "KILLED")


def _versions(client: MlflowClient) -> Iterator[Problem]:
    aliases = client.get_registered_model(MODEL_NAME).aliases
    for version in versions():
        number = str(version.version)
        missing = missing_model(client, version)
        if not missing:
            lacking = missing_predictions(client, version)
            if lacking:
                words = f"without {', '.join(lacking)}: it can be used, but is compared only with --rescore"
                yield Problem("version", number, words, "train again to have it measured")
            continue
        words = f"cannot be used without {', '.join(missing)}"
        if str(aliases.get(CHAMPION)) == number:
            yield Problem(
                "version", number, f"{words}, and is the champion", "go back with `findings rollback`"
            )
        else:
            remedy = "delete the version; its run stays"
            yield Problem(
                "version", number, words, remedy, partial(client.delete_model_version, MODEL_NAME, number)
            )


def _unregistered(client: MlflowClient) -> Iterator[Problem]:
    """Runs that ended well, and whose process then died before their model was registered."""
    for run in _search(client, "attributes.status = 'FINISHED'", everywhere=False):
        process, run_id = Process.from_tags(run.data.tags), run.info.run_id
        died = process is not None and (process.gone or _age(run.info.end_time) > _REGISTERED_WITHIN)
        if died and REGISTERED_TAG not in run.data.tags and registrable_model(client, run) is not None:
            yield Problem(
                "run", run_id, "its model was not registered", "register it", partial(_register, run_id)
            )


def _register(run_id: str) -> None:
    register(run_id)


def _aliases(client: MlflowClient) -> Iterator[Problem]:
    there = {str(version.version) for version in versions()}
    for alias, number in client.get_registered_model(MODEL_NAME).aliases.items():
        if str(number) not in there:
            mending = partial(client.delete_registered_model_alias, MODEL_NAME, alias)
            yield Problem(
                "alias", alias, f"points to version {number}, which is not there", "delete it", mending
            )


def _locks(client: MlflowClient) -> Iterator[Problem]:
    for holder in holders(client, MODEL_NAME):
        if holder.stale:
            mending = partial(client.delete_registered_model_tag, MODEL_NAME, holder.tag)
            yield Problem("lock", holder.token, f"left by {holder}", "remove it", mending)


def _cache() -> Iterator[Problem]:
    folder = models_folder()
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name.startswith("."):
            if time.time() - path.stat().st_mtime > _FETCHED_WITHIN:
                yield _removed(path, "was left when fetching a model was cut short")
        elif path.is_dir():
            try:
                read_model(path)
            except ModelError as error:
                yield _removed(path, f"holds no sound model ({error})")


def _removed(path: Path, words: str) -> Problem:
    return Problem("cache", str(path), words, "remove it", partial(_remove, path))


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _age(milliseconds: int) -> dt.timedelta:
    return dt.timedelta(seconds=time.time() - milliseconds / 1000)


def _is_registered(client: MlflowClient) -> bool:
    try:
        client.get_registered_model(MODEL_NAME)
    except MlflowException as error:
        if error.error_code not in {"RESOURCE_DOES_NOT_EXIST", "FEATURE_DISABLED"}:
            raise
        return False
    return True


def _search(client: MlflowClient, wanted: str, *, everywhere: bool) -> list[Run]:
    """Runs of training, and where told also those of other experiments that were made by this package."""
    own = client.get_experiment_by_name(EXPERIMENT)
    ids = {own.experiment_id} if own is not None else set()
    if everywhere:
        ids |= {each.experiment_id for each in _pages(client.search_experiments)}
    if not ids:
        return []
    found: list[Run] = _pages(partial(client.search_runs, sorted(ids), wanted))
    return [
        run
        for run in found
        if (own is not None and run.info.experiment_id == own.experiment_id)
        or Process.from_tags(run.data.tags)
    ]


def _pages(search: Callable[..., Any]) -> list[Any]:
    found = [*(page := search())]
    while page.token:
        found += (page := search(page_token=page.token))
    return found
