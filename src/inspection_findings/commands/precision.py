"""The option that says which findings are sure enough: a precision, the usual one, or none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

import typer

from inspection_findings.commands.console import UsageError
from inspection_findings.exceptions import ModelError
from inspection_findings.reporting.selection import Selection

if TYPE_CHECKING:
    from inspection_findings.model.scorer import Scorer

USUAL = 0.9
"""What is asked of a model where nobody says; one that promises less is taken as it is."""

NONE = "none"

PrecisionOption = Annotated[
    str | None,
    typer.Option(
        metavar="0..1|none",
        help="Promise that at least this share of the findings is right, and mark the others unsure; "
        "none marks nothing.",
        show_default=f"{USUAL:g}, where the model promises it",
    ),
]


@dataclass(frozen=True, slots=True)
class Sureness:
    """Which findings are sure.

    Attributes
    ----------
    precision
        What is promised of them; ``None`` where nothing is.
    selection
        Keeps all findings, and marks those that are unsure.
    """

    precision: float | None = None
    selection: Selection = field(default_factory=Selection)


def sureness(scorer: Scorer, asked: str | None) -> Sureness:
    """Find the thresholds of what was asked for.

    Parameters
    ----------
    scorer
        The model.
    asked
        As the option takes it; ``None`` where it was not given.

    Raises
    ------
    UsageError
        If it is no precision, or the model cannot promise it.
    """
    if asked == NONE:
        return Sureness()
    if asked is not None:
        return promised(scorer, _parsed(asked), asked)
    try:
        return promised(scorer, USUAL, f"{USUAL:g}")
    except UsageError:
        return Sureness()


def promised(scorer: Scorer, precision: float, asked: str) -> Sureness:
    """Find the thresholds of a precision, which messages show as it was asked for.

    Raises
    ------
    UsageError
        If the model cannot promise it.
    """
    try:
        thresholds = tuple(scorer.thresholds_for(precision).tolist())
    except ModelError as error:
        raise UsageError(f"--precision {asked}: {error}") from error
    return Sureness(precision, Selection(sure_from=thresholds))


def check_precision(precision: float, asked: str) -> None:
    """Refuse what is no precision, shown as it was asked for.

    Raises
    ------
    UsageError
        If it is not between 0 and 1.
    """
    if not 0 < precision < 1:
        hint = f"; give {precision / 100:g} for {precision:g}%" if 1 < precision < 100 else ""
        raise UsageError(f"--precision: {asked} is not between 0 and 1{hint}")


def _parsed(asked: str) -> float:
    try:
        precision = float(asked)
    except ValueError:
        raise UsageError(f"--precision {asked}: give a number between 0 and 1, or {NONE}") from None
    check_precision(precision, asked)
    return precision
