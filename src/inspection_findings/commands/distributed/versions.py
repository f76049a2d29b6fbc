"""What decides what a process makes of a document or of data: its code and its libraries."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGE = "inspection-findings"
# The model is no part of the code: it is sent.
_LEFT_OUT = frozenset({"__pycache__", "default_model"})
_ROOT = Path(__file__).resolve().parents[2]


READING = ("lxml", "numpy", "orjson", "pypdfium2", "python-docx", "sentencex", "trafilatura")
"""Libraries that decide what is read and found."""

FITTING = ("joblib", "numpy", "pandas", "scikit-learn", "scipy")
"""Libraries that decide what is trained."""


def described(libraries: Sequence[str]) -> dict[str, str]:
    """Versions by name: of Python, of this package's code, and of libraries.

    Parameters
    ----------
    libraries
        Their names.
    """
    return {
        "Python": ".".join(map(str, sys.version_info[:2])),
        PACKAGE: f"{version(PACKAGE)} ({code_digest(_ROOT)[:8]})",
        **{name: _version(name) for name in libraries},
    }


def code_digest(folder: Path) -> str:
    """SHA-256 of all files of a package, in hexadecimal.

    Parameters
    ----------
    folder
        Of the package.
    """
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        if path.is_file() and not _LEFT_OUT.intersection(place.parts):
            whole.update(f"{place.as_posix()}\0".encode())
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def disagreement(who: str, theirs: Mapping[str, str], ours: Mapping[str, str]) -> str | None:
    """What is said where another process is not as this one is; ``None`` where it is.

    Parameters
    ----------
    who
        What to call the other.
    theirs, ours
        Versions by name; what only they have does not count.
    """
    for name, wanted in ours.items():
        found = theirs.get(name, "none")
        if found != wanted:
            return f"{who} has {name} {found}, this command {wanted}: install the same on both"
    return None


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
