"""Documents grouped into tasks: small ones together, large ones alone."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from inspection_findings.commands.failures import Failure, kind_of
from inspection_findings.commands.inputs import Source, reason

ENOUGH = 2_000_000
"""Bytes that are a task: some seconds of work, so that little is lost with a worker."""

MOST = 64
"""Documents that are a task, however small."""


@dataclass(frozen=True)
class Parcel:
    """A document as a worker is given it.

    Attributes
    ----------
    source
        What to read; where its bytes are sent, they are its stream.
    size
        Bytes that its file must have for the worker to see the same; ``None`` where they are sent, and for
        what is in a store, which the worker asks itself.
    failure
        Why it cannot be read; ``None`` where nothing is known to stand against it.
    """

    source: Source
    size: int | None
    failure: Failure | None = None


def located(source: Source) -> Parcel:
    """A document by its place, which must not depend on the folder that a process runs in."""
    place = source.place
    if place is None:
        return Parcel(source, None)
    try:
        size = place.stat().st_size
    except OSError as error:
        return Parcel(source, 0, _failure(source, error))
    return Parcel(replace(source, path=place.absolute()), size)


def enclosed(source: Source) -> Parcel:
    """A document with its bytes; one more than may be read, as that shows that there are too many."""
    place = source.place
    if place is None:
        return Parcel(source, None)
    try:
        with place.open("rb") as stream:
            data = stream.read(source.limits.bytes + 1)
    except OSError as error:
        return Parcel(source, None, _failure(source, error))
    return Parcel(replace(source, stream=io.BytesIO(data)), None)


def grouped(sources: Iterable[Source], most: int) -> Iterator[list[Source]]:
    """Documents in groups, in their order.

    Parameters
    ----------
    sources
        Files.
    most
        Documents that a group may have.

    Yields
    ------
    list of Source
        A group ends when it has `ENOUGH` bytes; a document of so many is alone.
    """
    group: list[Source] = []
    total = 0
    for source in sources:
        size = _size(source)
        if group and (size >= ENOUGH or total >= ENOUGH or len(group) >= most):
            yield group
            group, total = [], 0
        group.append(source)
        total += size
    if group:
        yield group


def _failure(source: Source, error: OSError) -> Failure:
    return Failure(source.name, reason(error), kind_of(error))


def _size(source: Source) -> int:
    if source.url is not None:
        return source.size or 0
    try:
        return os.stat(source.path or source.name).st_size  # noqa: PTH116
    except OSError:
        return 0
