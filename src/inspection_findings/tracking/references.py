"""A reference to a model as a folder on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from inspection_findings.exceptions import TrackingError
from inspection_findings.tracking.addresses import Address, parse_address
from inspection_findings.tracking.cache import kept_model, note_run, noted_run
from inspection_findings.tracking.location import is_server, shown_uri, tracking_uri


@dataclass(frozen=True)
class Resolved:
    """A model that was found.

    Attributes
    ----------
    folder
        Where it is on this machine.
    run_id
        The run that made it; ``None`` for a folder.
    version
        Its number in the registry, where it was found there.
    name
        The reference as it was given.
    """

    folder: Path
    run_id: str | None
    version: int | None
    name: str


def resolve(reference: str) -> Resolved:
    """Find a model, and fetch it unless it is on this machine already.

    What never changes is not asked for twice: the model of a run, and the run of a version on a server. So
    both are found without a connection once they are here. An alias is looked up each time, and so is a
    version in a database file, as another file may stand there by now.

    Parameters
    ----------
    reference
        As `parse_address` reads it.

    Raises
    ------
    TrackingError
        If there is no such model or the store cannot be reached.
    ModelError
        If the model is damaged or not of this version. Of a folder, nothing is read.
    OSError
        If the cache cannot be written.
    """
    address = parse_address(reference)
    if address is None:
        return Resolved(Path(reference), None, None, reference)
    run_id, version = _run_of(reference, address)
    return Resolved(kept_model(run_id, partial(_fetch, run_id)), run_id, version, reference)


def _run_of(reference: str, address: Address) -> tuple[str, int | None]:
    if address.run_id is not None:
        return address.run_id, None
    if address.version is not None and is_server():
        noted = noted_run(tracking_uri(), address.version)
        if noted is not None:
            return noted, address.version
    # Imported where a store has to be asked, as it brings MLflow in.
    from inspection_findings.tracking.registry import get_version, version_with_alias

    if address.version is not None:
        found = get_version(address.version)
    else:
        named = version_with_alias(address.alias or "")
        if named is None:
            raise TrackingError(f"{reference}: {shown_uri()} has no version of that name")
        found = named
    if not found.run_id:
        raise TrackingError(f"{reference}: not made by a training run: give a model that was")
    if is_server():
        note_run(tracking_uri(), found.version, found.run_id)
    return found.run_id, found.version


def _fetch(run_id: str, destination: Path) -> Path:
    from inspection_findings.tracking.artifacts import COMPACT, fetch

    return fetch(run_id, COMPACT, destination)
