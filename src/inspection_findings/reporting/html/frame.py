"""What a server puts around a page that else stands alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Frame:
    """A bar above a page, and what comes with it. By default there is nothing.

    Attributes
    ----------
    above
        Stands before all else.
    styles, scripts
        Files that come after those of the page.
    served
        Whether the page may send forms to its server and ask it.
    """

    above: Markup = field(default_factory=Markup)
    styles: tuple[Path, ...] = ()
    scripts: tuple[Path, ...] = ()
    served: bool = False
