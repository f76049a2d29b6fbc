"""Templates -> pages that need nothing beside them and run nothing but what they were made with."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from inspection_findings.documents.own_pages import GENERATOR
from inspection_findings.reporting.html.frame import Frame
from inspection_findings.reporting.wording import (
    certainty,
    counted,
    day,
    framework_name,
    percent,
    period,
    plain,
    title,
    words,
)
from inspection_findings.reporting.writers import to_json

SHARED = Path(__file__).parent
BASE_STYLE = "base.css"


@cache
def environment(folder: Path) -> Environment:
    """Make an environment that has a package's own templates and, under ``shared/``, those of all pages.

    All text is escaped, and control characters and direction overrides in it are replaced by a sign.
    An unknown name is an error. ``{{ value | tojson }}`` takes records and gives JSON that is safe in a
    ``<script type="application/json">``. A folder has one environment, so that templates are compiled once.

    Parameters
    ----------
    folder
        Where the package keeps its templates.
    """
    made = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder), PrefixLoader({"shared": FileSystemLoader(SHARED)})]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["json.dumps_function"] = to_json
    made.policies["json.dumps_kwargs"] = {}
    made.globals["generator"] = GENERATOR
    made.filters |= {
        each.__name__: each
        for each in (certainty, counted, day, framework_name, percent, period, title, words)
    }
    return made


def render_page(
    folder: Path,
    template: str,
    *,
    styles: Sequence[str] = (),
    scripts: Sequence[str] = (),
    frame: Frame | None = None,
    **context: Any,
) -> str:
    """Render a template that extends ``shared/base.html`` as a page of its own.

    Its style sheets and scripts become part of it, and its policy names them by their hashes: no other
    style or script takes effect, and nothing is fetched.

    Parameters
    ----------
    folder
        Where the package keeps templates, style sheets and scripts.
    template
        Name of the template in that folder.
    styles, scripts
        Names of files in that folder, in order; the shared style sheet comes before them.
    frame
        What a server puts around the page; ``None`` for a page that stands alone.
    **context
        What the template is given beside ``style``, ``script``, ``policy`` and ``above``.
    """
    frame = frame or Frame()
    style = _joined([SHARED / BASE_STYLE, *(folder / name for name in styles), *frame.styles])
    script = _joined([*(folder / name for name in scripts), *frame.scripts])
    return (
        environment(folder)
        .get_template(template)
        .render(
            style=Markup(style),  # noqa: S704 - the package's own files
            script=Markup(script),  # noqa: S704
            policy=content_policy(style, script, served=frame.served),
            above=frame.above,
            **context,
        )
    )


def content_policy(style: str, script: str, *, served: bool = False) -> str:
    """A ``Content-Security-Policy`` that allows one inline style sheet and one inline script at most.

    Where the page is served, it may send forms to its server, and its script may ask it.
    """
    rules = {
        "default-src": "'none'",
        "style-src": _hash(style),
        "script-src": _hash(script) if script else "'none'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'self'" if served else "'none'",
    }
    if served:
        rules["connect-src"] = "'self'"
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _joined(files: Sequence[Path]) -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def _shown(value: Any) -> Any:
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value
