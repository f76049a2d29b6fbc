"""The option that asks for a precision where one is asked for unless it is switched off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from inspection_findings.commands.console import UsageError
from inspection_findings.exceptions import ModelError

if TYPE_CHECKING:
    from inspection_findings.model.scorer import Scorer

USUAL_PRECISION = 0.9
NO_PRECISION = "none"


def _check(text: str | None) -> str | None:
    if text is None or text == NO_PRECISION:
        return text
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1:
        raise UsageError(f"--precision: {text} is neither a number between 0 and 1 nor {NO_PRECISION}")
    return text


PrecisionOption = Annotated[
    str | None,
    typer.Option(
        "--precision",
        metavar="0..1|none",
        callback=_check,
        help="Promise that at least this share of the findings is right and mark the others unsure; "
        "none marks no finding.",
        show_default=f"{USUAL_PRECISION:g} where the model promises it",
    ),
]


def asked_precision(
    asked: str | None, scorer: Scorer, usual: float | None = USUAL_PRECISION
) -> tuple[float | None, tuple[float, ...] | None]:
    """The precision to work with, and from which confidence a finding of each label reaches it.

    Parameters
    ----------
    asked
        As the option takes it.
    scorer
        The model that has to promise it.
    usual
        What holds where nothing is asked for, if the model promises so much.

    Returns
    -------
    precision : float or None
    sure_from : tuple of 22 floats or None

    Raises
    ------
    UsageError
        If the model does not promise what is asked for.
    """
    precision = usual if asked is None else None if asked == NO_PRECISION else float(asked)
    if precision is None:
        return None, None
    try:
        return precision, tuple(scorer.thresholds_for(precision).tolist())
    except ModelError as error:
        if asked is None:
            return None, None
        raise UsageError(f"--precision {precision:g}: {error}") from error
