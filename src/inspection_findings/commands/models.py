"""The option that names a model: a folder, or one of a team's store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from inspection_findings.commands.extras import needs_extra

ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        "-m",
        metavar="MODEL",
        help="Use this model: a folder, models:/inspection-findings@champion, "
        "models:/inspection-findings/3, or the id of a training run.",
        show_default="built in",
    ),
]


def model_folder(model: str | None) -> Path | None:
    """Folder of a model, fetched where it is not on this machine.

    Parameters
    ----------
    model
        As the option takes it.

    Returns
    -------
    Path or None
        ``None`` for the model that is built in.

    Raises
    ------
    MissingExtraError
        If it has to be fetched and MLflow is not installed.
    TrackingError
        If it is no reference, is not there or cannot be had.
    ModelError
        If what was fetched is damaged.
    """
    if model is None:
        return None
    # Imported here, as the model that is built in pays for nothing of it.
    from inspection_findings.tracking.addresses import parse_address

    if parse_address(model) is None:
        return Path(model)
    from inspection_findings.tracking.references import resolve

    with needs_extra("serve"):
        return resolve(model).folder
