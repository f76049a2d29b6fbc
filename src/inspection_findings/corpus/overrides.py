"""Corrections of labels, kept beside them with reasons instead of edited in silence."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from inspection_findings.corpus.annotations import Annotation
from inspection_findings.corpus.rows import LabelNames, read_rows
from inspection_findings.exceptions import CorpusError
from inspection_findings.files import write_atomically


class Override(BaseModel):
    """One correction.

    Attributes
    ----------
    id
        Of the annotation.
    was
        Its labels when the correction was made: one that has changed since is not overridden.
    labels
        What they should be.
    reason
        Why, by the labelling guide.
    reviewer
        Who decided.
    decided
        When.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(min_length=1)]
    was: LabelNames
    labels: LabelNames
    reason: Annotated[str, Field(min_length=10)]
    reviewer: Annotated[str, Field(min_length=1)]
    decided: dt.date


def read_overrides(path: Path) -> list[Override]:
    """Read corrections from JSON Lines; none where there is no such file.

    Raises
    ------
    CorpusError
        If a line is malformed, or a sentence is corrected twice.
    """
    if not path.exists():
        return []
    overrides: dict[str, Override] = {}
    for number, override in read_rows(path, Override, "corrections"):
        if override.id in overrides:
            raise CorpusError(f"{path}: line {number}: {override.id} is corrected twice")
        overrides[override.id] = override
    return list(overrides.values())


def apply_overrides(annotations: Iterable[Annotation], overrides: Iterable[Override]) -> list[Annotation]:
    """Annotations with their corrected labels.

    Raises
    ------
    CorpusError
        If a correction is of labels that the annotation does not have, or of no annotation at all.
    """
    waiting = {override.id: override for override in overrides}
    corrected = []
    for annotation in annotations:
        override = waiting.pop(annotation.id, None)
        if override is not None:
            if set(override.was) != set(annotation.labels):
                was = ", ".join(override.was) or "none"
                raise CorpusError(f"correction of {override.id}: its labels are no longer {was}")
            annotation = annotation.model_copy(update={"labels": override.labels})
        corrected.append(annotation)
    if waiting:
        raise CorpusError(f"correction of {next(iter(waiting))}: there is no such annotation")
    return corrected


def change_overrides(path: Path, changes: Mapping[str, Override | None]) -> None:
    """Add corrections to a file, or put them in place of those that there are; the others stay as they stand.

    Parameters
    ----------
    path
        Of the corrections; made where there is none.
    changes
        By the identifier of the annotation; ``None`` takes a correction away.

    Raises
    ------
    CorpusError
        If a line is malformed.
    OSError
        If the file cannot be written.
    """
    lines = path.read_text("utf-8-sig").split("\n") if path.exists() else []
    known = [each.id for each in read_overrides(path)]
    kept = dict(zip(known, filter(str.strip, lines), strict=True))
    for name, override in changes.items():
        if override is None:
            kept.pop(name, None)
        else:
            kept[name] = json.dumps(override.model_dump(mode="json"), ensure_ascii=False)
    write_atomically(path, "".join(f"{line}\n" for line in kept.values()).encode())
