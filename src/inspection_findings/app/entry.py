"""Who is let in: whoever has the address that the app gave when it was started, with its key."""

from __future__ import annotations

import hmac

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from inspection_findings.app.guard import App, Receive, Scope, Send

KEY = "key"
"""What the key is called in the address."""

_REFUSAL = (
    "Open the address that `findings serve` printed when it was started, with the key at its end: "
    "it keeps others on this machine from reading the letters.\n"
)
# A redirect would not do: what a page elsewhere, or a file, leads to may bring no strict cookie along.
_ONWARD = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url=/">
<title>Letters</title>
<p><a href="/">To the letters</a></p>
</html>
"""


class Entry:
    """Asks for a key once, in the address, and for a cookie that holds it from then on.

    Everyone who is signed in on a machine can reach a port of it. The key is what only the person has who
    started the app.

    Parameters
    ----------
    app
        The app behind it.
    key
        Secret of this run.
    """

    def __init__(self, app: App, key: str) -> None:
        self._app = app
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        answer = self._answer(Request(scope)) if scope["type"] == "http" else None
        await (answer or self._app)(scope, receive, send)

    def _answer(self, request: Request) -> Response | None:
        # Cookies know no ports: two apps on one machine each have their own.
        cookie = f"findings-{request.url.port or 80}"
        given = request.query_params.get(KEY, "") if request.method == "GET" else ""
        if request.url.path == "/" and self._is_key(given):
            # The address that stays in sight, and in the browser's history, has no key.
            onward = HTMLResponse(_ONWARD)
            onward.set_cookie(cookie, self._key, httponly=True, samesite="strict")
            return onward
        if self._is_key(request.cookies.get(cookie, "")):
            return None
        return PlainTextResponse(_REFUSAL, 403)

    def _is_key(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self._key.encode())
