"""Templates -> answers: pages in the app's frame, and pieces of them for its scripts."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup
from starlette.responses import HTMLResponse

from inspection_findings.app.correcting import waiting
from inspection_findings.app.desk import Desk
from inspection_findings.app.store import Letter
from inspection_findings.reporting.html import Frame, environment, render_page

FOLDER = Path(__file__).parent / "pages"

_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')


def frame(desk: Desk, here: str, *, letter: Letter | None = None, scripts: Sequence[str] = ()) -> Frame:
    """What stands around every page of the app.

    Parameters
    ----------
    desk
        The app.
    here
        Which of its pages it is.
    letter
        That the page is about.
    scripts
        Names of scripts of the app's own.
    """
    return Frame(
        above=piece("above", "above", here=here, letter=letter, **of_corrections(desk)),
        styles=(FOLDER / "app.css",),
        scripts=tuple(FOLDER / name for name in scripts),
        served=True,
    )


def of_corrections(desk: Desk) -> dict[str, Any]:
    """What the bar says of corrections: how many wait, and whose they are."""
    return {"waiting": waiting(desk.store), "person": desk.store.corrections.person}


def piece(template: str, macro: str, **values: Any) -> Markup:
    """One macro of a template of the app's own."""
    module: Any = environment(FOLDER).get_template(f"{template}.html").module
    return Markup(getattr(module, macro)(**values))  # noqa: S704 - a macro escapes what it is given


def own_page(
    desk: Desk, template: str, *, here: str, status: int = 200, scripts: Sequence[str] = (), **context: Any
) -> HTMLResponse:
    """A page of the app's own."""
    text = render_page(
        FOLDER,
        f"{template}.html",
        frame=frame(desk, here, scripts=scripts),
        token=desk.token,
        **context,
    )
    return answer(text, status)


def answer(text: str, status: int = 200) -> HTMLResponse:
    """A page, under the policy that it states itself, in nobody's frame."""
    found = _POLICY.search(text)
    if found is None:
        raise ValueError("a page without a policy")
    policy = f"{html.unescape(found[1])}; frame-ancestors 'none'"
    return HTMLResponse(text, status, headers={"Content-Security-Policy": policy})
