"""``findings card``: what a model is for, what it was trained on, how good it is, and where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from inspection_findings.commands.extras import needs_extra
from inspection_findings.commands.output import Output
from inspection_findings.model.scorer import load_model


def card(
    model: Annotated[
        str | None,
        typer.Argument(
            metavar="MODEL",
            help="Model folder, models:/inspection-findings@champion, or the id of a run.",
            show_default="built in",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here, as Markdown.")
    ] = None,
) -> None:
    """Write a model's card: its data, figures and limits, and of a registered one what was decided on it.

    [bold]Try[/bold]

      findings card
      findings card models:/inspection-findings@champion --output card.md
    """
    with Output(output, machine=True) as destination:
        destination.stream.write(_card(model))


def _card(model: str | None) -> str:
    with needs_extra("train"):
        from inspection_findings.reporting.card import model_card
        from inspection_findings.tracking.addresses import parse_address
        from inspection_findings.tracking.cards import version_card
        from inspection_findings.tracking.lookup import find_version
    if model is None or parse_address(model) is None:
        return model_card(load_model(model).metadata)
    return version_card(find_version(model))
