"""Pages that this program wrote, told from reports: a folder that is read again may hold them."""

from __future__ import annotations

from pathlib import Path

GENERATOR = "inspection-findings"
"""What a page says it was made by."""

_SUFFIXES = frozenset({".html", ".htm"})
# The head of a page, up to where it says so, is far shorter.
_HEAD = 4096


def is_own_page(path: Path) -> bool:
    """Whether a file is a page that this program wrote; it is not where it cannot be read."""
    if path.suffix.lower() not in _SUFFIXES or not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            return f'name="generator" content="{GENERATOR}"'.encode() in stream.read(_HEAD)
    except OSError:
        return False
