"""``findings data fetch``."""

from __future__ import annotations


def fetch() -> None:
    """Placeholder."""
