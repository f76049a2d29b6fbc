"""A clear word when a command's optional packages are not installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from inspection_findings.exceptions import MissingExtraError


@contextmanager
def needs_extra(name: str) -> Iterator[None]:
    """Turn a missing package into a message that names the extra to install.

    Raises
    ------
    MissingExtraError
        If an import in the block fails.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"this command needs {error.name}: install it with pip install 'inspection-findings[{name}]'"
        ) from error
