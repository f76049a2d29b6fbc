"""Findings of children's services inspection reports: which domain, strength or weakness, how sure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inspection_findings.documents import read_document
    from inspection_findings.model import load_model

__all__ = ["load_model", "read_document"]


def __getattr__(name: str) -> Any:
    """Import what is public when it is first asked for, so that every command starts at once."""
    if name == "read_document":
        from inspection_findings.documents import read_document

        return read_document
    if name == "load_model":
        from inspection_findings.model import load_model

        return load_model
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
