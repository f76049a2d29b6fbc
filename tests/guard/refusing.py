"""Refuses every connection but to this machine, in this process and all that Python starts from it.

An audit hook sees what Python's own sockets do, however they are reached, and cannot be taken away. Programs
that are not Python (uv, a browser) are beyond it.
"""

from __future__ import annotations

import os
import sys
from typing import Any

REFUSED = "FINDINGS_REFUSED"
"""Names the file that refusals are noted in, as whoever asked may keep quiet about them."""

_ADDRESSED = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_LOOKED_UP = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
_installed = False


class RefusedError(PermissionError):
    """Something wanted to leave this machine."""


def install() -> None:
    """Refuse from now on; a second time changes nothing."""
    global _installed
    if not _installed:
        _installed = True
        sys.addaudithook(_hook)


def is_here(host: object) -> bool:
    """Whether a host, by name or number, is this machine."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host is None or host in ("", "localhost"):
        return True
    import ipaddress
    import socket

    try:
        address = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return host == socket.gethostname()
    # What is bound to all addresses is asked for under the first.
    return address.is_loopback or address.is_unspecified


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _ADDRESSED:
        address = arguments[1]
        # Addresses of sockets in the file system are no tuples.
        if isinstance(address, tuple) and not is_here(address[0]):
            _refuse(event, address)
    elif event in _LOOKED_UP and not is_here(arguments[0]):
        _refuse(event, arguments[0])


def _refuse(event: str, address: object) -> None:
    message = f"{event} {address!r} by {' '.join(sys.argv)[:100]}"
    place = os.environ.get(REFUSED)
    if place:
        with open(place, "a", encoding="utf-8") as notes:  # noqa: PTH123
            notes.write(f"{message}\n")
    raise RefusedError(f"refused: {message}")
