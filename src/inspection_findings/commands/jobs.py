"""The option that says in how many processes of this machine a command works."""

from __future__ import annotations

from typing import Annotated

import typer

from inspection_findings.commands.console import UsageError

ONE_A_CORE = -1


def _check(jobs: int) -> int:
    if jobs < ONE_A_CORE or jobs == 0:
        raise UsageError(f"--jobs {jobs}: 1 or more processes, or {ONE_A_CORE} for one a core")
    return jobs


JobsOption = Annotated[
    int,
    typer.Option(
        "--jobs",
        "-j",
        metavar="N",
        callback=_check,
        help=f"Processes, where there is enough to do; {ONE_A_CORE} for one a core.",
    ),
]
