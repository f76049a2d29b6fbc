"""What every route works with."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from inspection_findings.app.jobs import Jobs
from inspection_findings.app.limits import Limits
from inspection_findings.app.store import Store
from inspection_findings.exceptions import FindingsError


class TokenError(FindingsError, PermissionError):
    """A form was not made by this run of the app."""

    def __str__(self) -> str:
        return "this page was opened before the app was started: load it again"


@dataclass(frozen=True, slots=True)
class Desk:
    """The parts of one app.

    Attributes
    ----------
    store
        What is kept.
    jobs
        What is being read.
    limits
        How much is taken in.
    token
        Secret of this run, in all its forms: nobody else can make one.
    """

    store: Store
    jobs: Jobs
    limits: Limits
    token: str

    def check(self, *tokens: str) -> None:
        """See that a form, or the header in its place, is of this run.

        Raises
        ------
        TokenError
            If it is not.
        """
        if not any(hmac.compare_digest(token.encode(), self.token.encode()) for token in tokens):
            raise TokenError
