"""How a model is referred to: by its folder, its run, or its version or alias in the registry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from inspection_findings.exceptions import TrackingError

MODEL_NAME = "inspection-findings"
"""Of the model in the registry."""

FORMS = f"a folder, models:/{MODEL_NAME}@champion, models:/{MODEL_NAME}/3, or a run's id"

_RUN = re.compile(r"(?:runs:/)?([0-9a-f]{32})")
_MODEL = re.compile(rf"models:/{re.escape(MODEL_NAME)}(?:/([1-9][0-9]{{0,8}})|@([A-Za-z][\w-]*))")


@dataclass(frozen=True, slots=True)
class Address:
    """A model in the store; one of these is given.

    Attributes
    ----------
    run_id
        Of the run that made it.
    version
        Its number in the registry.
    alias
        A name for a version that can move to another.
    """

    run_id: str | None = None
    version: int | None = None
    alias: str | None = None


def parse_address(reference: str) -> Address | None:
    """Read a reference to a model.

    Parameters
    ----------
    reference
        ``models:/inspection-findings@ALIAS``, ``models:/inspection-findings/VERSION``, ``runs:/ID``, a run's
        id alone (32 hexadecimal digits), or a folder. What is there as a file or folder is no run's id.

    Returns
    -------
    Address or None
        ``None`` for a folder.

    Raises
    ------
    TrackingError
        If it begins as an address and is none.
    """
    if not reference.startswith(("models:", "runs:")):
        run = None if Path(reference).exists() else _RUN.fullmatch(reference)
        return Address(run_id=run[1]) if run else None
    if run := _RUN.fullmatch(reference):
        return Address(run_id=run[1])
    if model := _MODEL.fullmatch(reference):
        version, alias = model.groups()
        return Address(version=int(version)) if version else Address(alias=alias)
    raise TrackingError(f"{reference}: no address of a model: give {FORMS}")
