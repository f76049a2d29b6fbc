"""``findings doctor``: find and mend what jobs that died left in the store of runs and models."""

from __future__ import annotations

import datetime as dt
import json
import re
from enum import StrEnum
from typing import Annotated

import typer

from inspection_findings.commands.console import ExitCode, Messages, UsageError, standard_output
from inspection_findings.commands.extras import needs_extra
from inspection_findings.exceptions import FindingsError

_AGE = re.compile(r"([1-9][0-9]{0,5})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class Format(StrEnum):
    """For a reader, or for a program."""

    TEXT = "text"
    JSON = "json"


def doctor(
    fix: Annotated[bool, typer.Option("--fix", help="Mend what can be mended.")] = False,
    older_than: Annotated[
        str | None,
        typer.Option(
            "--older-than",
            metavar="AGE",
            help="Count runs of other machines as dead that were started so long ago, e.g. 90m, 12h or 2d.",
        ),
    ] = None,
    output_format: Annotated[Format, typer.Option("--format", help="Of the list.")] = Format.TEXT,
) -> None:
    """Look for what jobs that died left behind, and mend it with --fix.

    Runs marked as running whose process is gone; models that were not registered, or lack files; aliases
    that point to nothing; locks whose holder is gone; broken files in this machine's cache. A run of
    another machine is left alone unless it is older than --older-than says.

    Exit codes: 0 nothing is wrong, or all of it was mended; 1 something is left; 2 the store cannot be read.

    [bold]Try[/bold]

      findings doctor
      findings doctor --fix
      findings doctor --fix --older-than 2d
    """
    age = parse_age(older_than) if older_than is not None else None
    with needs_extra("train"):
        from inspection_findings.tracking.cleaning import diagnose, mend

    messages, stream = Messages(), standard_output(machine=output_format is Format.JSON)
    found, left = diagnose(older_than=age), 0
    for problem in found:
        mended = False
        if fix and problem.mend is not None:
            try:
                mend(problem)
                mended = True
            except (FindingsError, OSError) as error:
                messages.failure(f"{problem.kind} {problem.subject}", str(error))
        left += not mended
        if output_format is Format.JSON:
            values = {"kind": problem.kind, "subject": problem.subject, "problem": problem.words}
            line = json.dumps({**values, "remedy": problem.remedy, "mended": mended})
        else:
            done = "mended" if mended else "with --fix" if problem.mend is not None else "to do"
            line = f"{problem}; {done}: {problem.remedy}"
        stream.write(f"{line}\n")
    if not found and output_format is Format.TEXT:
        stream.write("nothing is wrong\n")
    if left:
        raise typer.Exit(ExitCode.SOME_FAILED)


def parse_age(text: str) -> dt.timedelta:
    """Read an age such as ``90m``, ``12h`` or ``2d``.

    Raises
    ------
    UsageError
        If it is none.
    """
    found = _AGE.fullmatch(text)
    if found is None:
        raise UsageError(f"--older-than {text}: expected a number of minutes, hours or days: 90m, 12h, 2d")
    return dt.timedelta(**{_UNITS[found[2]]: int(found[1])})
