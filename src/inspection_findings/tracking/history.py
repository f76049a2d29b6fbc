"""Who made which version champion, when and why: one tag for each move, on the version that it was to.

A move is one tag and so is written whole or not at all. It is written before the alias moves: where a job
dies in between, the alias tells, and the move that never was is passed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from inspection_findings.tracking.registry import ModelVersion

_PREFIX = "promotion."


class MoveKind(StrEnum):
    """How a version became champion."""

    PROMOTED = "promoted"
    ROLLED_BACK = "rolled back"


@dataclass(frozen=True)
class Move:
    """One move of the champion.

    Attributes
    ----------
    number
        From 1, in the order of the moves.
    kind
        Of the move.
    version
        That became champion.
    previous
        That was champion before; ``None`` if there was none.
    at
        When, in UTC, as ISO 8601.
    by
        Person or job.
    reason
        As given; may be empty.
    evidence
        Rules that held, and what was found; empty if it was no promotion.
    """

    number: int
    kind: MoveKind
    version: int
    previous: int | None
    at: str
    by: str
    reason: str = ""
    evidence: dict[str, Any] = field(default_factory=dict)

    def tag(self) -> dict[str, str]:
        """Write it as a tag of the version."""
        values = asdict(self)
        del values["number"], values["version"]
        return {f"{_PREFIX}{self.number}": json.dumps(values, ensure_ascii=False)}


def moves(versions: Iterable[ModelVersion]) -> list[Move]:
    """Read the moves from the tags of all versions, in their order. What is no move is passed over."""
    found = (
        _read(name.removeprefix(_PREFIX), version.version, text)
        for version in versions
        for name, text in version.tags.items()
        if name.startswith(_PREFIX)
    )
    return sorted((move for move in found if move is not None), key=lambda move: move.number)


def line_of_champions(made: Sequence[Move], champion: int | None) -> list[int]:
    """Versions that rolling back leads through, the champion last.

    A promotion adds its version; going back takes off all that came after. Where a move, or the alias now,
    says that the champion was another than the moves before led to, that is believed: someone moved the
    alias by hand, or a job died before it did.

    Parameters
    ----------
    made
        All moves, in their order.
    champion
        Where the alias points; ``None`` where there is none.
    """
    line: list[int] = []
    for move in made:
        if move.previous is not None:
            _go_back(line, move.previous)
        if move.kind is MoveKind.PROMOTED:
            line.append(move.version)
        else:
            _go_back(line, move.version)
    if champion is not None:
        _go_back(line, champion)
    return line


def left_behind(made: Sequence[Move], version: int) -> Move | None:
    """The move that took a version back and still stands; ``None`` where there is none.

    Parameters
    ----------
    made
        All moves, in their order.
    version
        Number of the version.
    """
    found = None
    for move in made:
        if move.version == version:
            found = None
        elif move.kind is MoveKind.ROLLED_BACK and move.previous == version:
            found = move
    return found


def _go_back(line: list[int], version: int) -> None:
    if version not in line:
        line.append(version)
    while line[-1] != version:
        line.pop()


def _read(number: str, version: int, text: str) -> Move | None:
    try:
        values = json.loads(text)
        return Move(
            number=int(number),
            kind=MoveKind(values["kind"]),
            version=version,
            previous=None if values["previous"] is None else int(values["previous"]),
            at=str(values["at"]),
            by=str(values["by"]),
            reason=str(values["reason"]),
            evidence=dict(values["evidence"]),
        )
    except (ValueError, TypeError, KeyError):
        return None
