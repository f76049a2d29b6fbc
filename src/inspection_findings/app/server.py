"""The app as a whole: routes behind the guard, and errors as a line that people can read."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from inspection_findings.app.correcting import CorrectionError
from inspection_findings.app.desk import Desk, TokenError
from inspection_findings.app.entry import Entry
from inspection_findings.app.guard import Guard
from inspection_findings.app.jobs import FullError, Jobs, Taken
from inspection_findings.app.limits import Limits
from inspection_findings.app.rendering import own_page
from inspection_findings.app.routes.corrections import corrections
from inspection_findings.app.routes.letters import letters, wants_json
from inspection_findings.app.routes.overview import overview
from inspection_findings.app.store import Store, UnknownLetterError
from inspection_findings.documents import Document
from inspection_findings.exceptions import FindingsError

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

_AT_ONCE = 4
"""Requests that are worked on side by side; others wait. More threads than cores make each answer later,
the reading of letters too, and each thread keeps memory of its own."""

_STATUS: dict[type[FindingsError], int] = {
    TokenError: 403,
    UnknownLetterError: 404,
    CorrectionError: 422,
    FullError: 429,
}
_HEADS = {
    403: "That was not done",
    404: "Not found",
    405: "Not found",
    413: "Too large",
    422: "That was not understood",
    429: "Too many at once",
}


def make_app(
    store: Store,
    *,
    limits: Limits | None = None,
    workers: int = 1,
    others: bool = False,
    key: str | None = None,
) -> ASGIApp:
    """Make the app.

    Parameters
    ----------
    store
        What it keeps.
    limits
        How much it takes in.
    workers
        Letters that are read side by side.
    others
        Whether other machines may ask: by this machine's name, or any address.
    key
        What has to be brought in the address the first time; ``None`` lets in whoever reaches the app.

    Returns
    -------
    callable
        The app, as a server takes it. It ends its processes when the server does.
    """
    limits = limits or Limits()

    def take(document: Document, data: bytes) -> Taken:
        key, new = store.add(document, data)
        return Taken(key, "" if new else "it was here already")

    jobs = Jobs(take, limits, workers=workers)
    desk = Desk(store, jobs, limits, secrets.token_urlsafe(32))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = _AT_ONCE
        yield
        jobs.close()

    app = FastAPI(
        title="Inspection findings",
        lifespan=lifespan,
        # Their pages would fetch scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        # What it measures could be sent on, if the environment says where to: never here.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    for router in (letters(desk), corrections(desk), overview(desk)):
        app.include_router(router)

    def refused(request: Request, status: int, message: str) -> Response:
        text = message[:1].upper() + message[1:]
        if wants_json(request):
            return PlainTextResponse(f"{text}\n", status)
        head = _HEADS.get(status, "That did not work")
        return own_page(desk, "problem", here="", status=status, what=head, message=text)

    @app.exception_handler(FindingsError)
    def refuse(request: Request, error: FindingsError) -> Response:
        status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
        return refused(request, status, str(error))

    @app.exception_handler(RequestValidationError)
    def misunderstood(request: Request, error: RequestValidationError) -> Response:
        return refused(request, 422, "something is missing in this form, or is not what was expected")

    @app.exception_handler(HTTPException)
    def turned_away(request: Request, error: HTTPException) -> Response:
        answer = refused(request, error.status_code, str(error.detail))
        # Where a method is not allowed, those that are.
        answer.headers.update(error.headers or {})
        return answer

    hosts = LOOPBACK | own_names() if others else LOOPBACK
    inner: ASGIApp = app if key is None else Entry(app, key)
    return Guard(inner, hosts=hosts, addresses=others, largest=limits.request)


def own_names() -> frozenset[str]:
    """What other machines may call this one."""
    return frozenset({socket.gethostname().lower(), socket.getfqdn().lower()})


def workers() -> int:
    """How many letters to read side by side: all cores but one, four at most."""
    return max(1, min(4, (os.cpu_count() or 1) - 1))
