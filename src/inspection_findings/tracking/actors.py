"""Who changes the registry."""

from __future__ import annotations

import getpass
import os
import socket


def actor() -> str:
    """Name whoever runs this: ``FINDINGS_ACTOR`` where it is set, else user@host."""
    given = os.environ.get("FINDINGS_ACTOR", "").strip()
    if given:
        return " ".join(given.split())
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        # A container may run under a number that has no name.
        user = str(os.getuid()) if hasattr(os, "getuid") else "unknown"
    return f"{user}@{socket.gethostname()}"
