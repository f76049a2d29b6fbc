"""How many documents may fail before a command says so by its exit code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

import typer

from inspection_findings.commands.console import UsageError

PANEL = "Documents that fail"

FailOnOption = Annotated[
    str,
    typer.Option(
        "--fail-on",
        metavar="any|all|never|N|P%",
        rich_help_panel=PANEL,
        help="Which of them make exit code 1: any, all, none, or so many (20, 0.5%) and more.",
    ),
]
ANY = "any"

_NUMBER = re.compile(r"[0-9]{1,12}")
_SHARE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,9})?)%")


@dataclass(frozen=True)
class FailOn:
    """What the option says.

    Attributes
    ----------
    asked
        As it was given.
    number
        How many that fail make exit code 1; ``None`` where a share counts, or nothing does.
    share
        Which share of all does, in percent.
    """

    asked: str
    number: int | None = None
    share: float | None = None

    @classmethod
    def parse(cls, asked: str) -> FailOn:
        """Read what was given.

        Raises
        ------
        UsageError
            If it is none of the words, no number above 0 and no share above 0% and up to 100%.
        """
        match asked:
            case "any":
                return cls(asked, number=1)
            case "all":
                return cls(asked, share=100.0)
            case "never":
                return cls(asked)
        if _NUMBER.fullmatch(asked) and int(asked) > 0:
            return cls(asked, number=int(asked))
        share = _SHARE.fullmatch(asked)
        if share and 0 < float(share[1]) <= 100:
            return cls(asked, share=float(share[1]))
        raise UsageError(f"--fail-on {asked}: any, all, never, a number from 1 (20), or a share (0.5%)")

    def holds(self, failed: int, total: int) -> bool:
        """Whether so many of so many are enough."""
        if not failed:
            return False
        if self.number is not None:
            return failed >= self.number
        return self.share is not None and failed * 100 >= self.share * total
