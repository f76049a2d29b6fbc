"""What a request must be before any of the app sees it, and what every answer says to the browser."""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The policy of an answer that states none of its own: it may load and run nothing."""

_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    # Letters may not be public yet: no copy in the browser's folder.
    "cache-control": "no-store",
}


class Guard:
    """Turns away what other sites could make a browser send, and what is too large.

    A page elsewhere may name this machine's address and so reach the app (DNS rebinding), or post a form to
    it. The first is seen by ``Host``, the second by ``Origin`` and ``Sec-Fetch-Site``, which no page can set.

    Parameters
    ----------
    app
        The app behind it.
    hosts
        Names, without a port, under which the app may be asked for.
    addresses
        Whether any address in figures will do too: no site elsewhere can have one for its name.
    largest
        Bytes of a request.
    """

    def __init__(self, app: App, *, hosts: frozenset[str], addresses: bool, largest: int) -> None:
        self._app = app
        self._hosts = hosts
        self._addresses = addresses
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = self._refused(scope)
        app = refused or self._app
        await app(scope, self._counted(receive), _protected(send))

    def _refused(self, scope: Scope) -> PlainTextResponse | None:
        headers = _headers(scope)
        hosts = headers.get("host", [])
        if len(hosts) != 1 or not self._is_own(hosts[0]):
            return _answer(400, "This address is not one of the app's: open the one that it printed.")
        if scope["method"] not in SAFE_METHODS and not _is_from_here(
            headers, f"{scope['scheme']}://{hosts[0]}"
        ):
            return _answer(
                403, "This was sent by another page: only the app's own pages may change anything."
            )
        length = headers.get("content-length", ["0"])[0]
        if not length.isdecimal() or int(length) > self._largest:
            return _answer(413, "This is more than the app takes at once: send fewer letters.")
        return None

    def _is_own(self, host: str) -> bool:
        name = host.rpartition(":")[0] if _has_port(host) else host
        name = name.removeprefix("[").removesuffix("]").lower()
        if name in self._hosts:
            return True
        return self._addresses and _is_address(name)

    def _counted(self, receive: Receive) -> Receive:
        """The same, until more has come than was allowed, whatever the length that was announced."""
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._largest:
                raise HTTPException(413, "This is more than the app takes at once: send fewer letters.")
            return message

        return counted


def _has_port(host: str) -> bool:
    return host.rpartition(":")[2].isdecimal() and not host.endswith("]")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_from_here(headers: dict[str, list[str]], own: str) -> bool:
    site = headers.get("sec-fetch-site")
    origin = headers.get("origin")
    if site is not None and site != ["same-origin"]:
        return False
    # "null" is also what a page of the app gives where it tells nobody who it is.
    return origin is None or origin == [own] or (origin == ["null"] and site is not None)


def _headers(scope: Scope) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return found


def _answer(status: int, text: str) -> PlainTextResponse:
    return PlainTextResponse(f"{text}\n", status)


def _protected(send: Send) -> Send:
    async def protected(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", []))
            there = {name.lower() for name, _ in headers}
            wanted = {**_HEADERS, "content-security-policy": NOTHING}
            headers += [
                (name.encode(), value.encode())
                for name, value in wanted.items()
                if name.encode() not in there
            ]
            message = {**message, "headers": headers}
        await send(message)

    return protected
