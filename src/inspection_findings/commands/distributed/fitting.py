"""Fits given to the workers of a cluster, by joblib's own backend for Dask."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager

import joblib
from distributed.comm.core import CommClosedError

from inspection_findings.commands.distributed.crew import Crew
from inspection_findings.commands.distributed.versions import FITTING
from inspection_findings.exceptions import ClusterError


@contextmanager
def fitting_by(crew: Crew | None) -> Iterator[None]:
    """Let joblib give its tasks to workers as long as the block lasts.

    Parameters
    ----------
    crew
        Which; ``None`` for processes, as ever.

    Raises
    ------
    MissingExtraError
        If Dask is not installed.
    ClusterError
        If there is no scheduler or no worker, or they have other versions; if they are lost.
    """
    if crew is None:
        yield
        return
    try:
        with crew.connected(FITTING) as client, joblib.parallel_config("dask", client=client):
            yield
    except (CancelledError, CommClosedError) as error:
        raise ClusterError(f"{crew.name}: a worker with the data was lost: give the command again") from error
