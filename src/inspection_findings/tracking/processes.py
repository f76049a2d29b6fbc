"""Which process a run or a lock belongs to, and whether that process has ended.

A process number alone says little: numbers are used again, machines restart, and a container has numbers of
its own. So a process is known by its number, when it started, and where: machine, boot and process
namespace. All of that is read from ``/proc``; where there is none, no process is ever said to be gone.
"""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_HOST, _PID, _KEY = "process.host", "process.pid", "process.key"
_PROC = Path("/proc")
# Fields of /proc/PID/stat behind the name, which is in brackets and may hold anything.
_STATE, _STARTED = 0, 19
_ENDED = {"Z", "X"}
_SEPARATORS = 3


@dataclass(frozen=True)
class Process:
    """A process, as it is written into tags.

    Attributes
    ----------
    host
        Name of the machine.
    pid
        Its number.
    key
        Machine, boot, process namespace and start, joined by ``:``; empty where the system does not say.
    """

    host: str
    pid: int
    key: str

    def tags(self) -> dict[str, str]:
        """Write it as tags."""
        return {_HOST: self.host, _PID: str(self.pid), _KEY: self.key}

    @classmethod
    def from_tags(cls, tags: Mapping[str, str]) -> Process | None:
        """Read it from tags; ``None`` where they hold none."""
        host, pid, key = tags.get(_HOST), tags.get(_PID, ""), tags.get(_KEY, "")
        if not host or not (pid.isascii() and pid.isdigit()):
            return None
        return cls(host, int(pid), key if key.count(":") == _SEPARATORS else "")

    @property
    def here(self) -> bool:
        """Whether it runs, or ran, on this machine."""
        own = this_process()
        return self.host == own.host and self.key.split(":")[0] == own.key.split(":")[0]

    @property
    def gone(self) -> bool:
        """Whether it has certainly ended. Of another machine's process that is not known: ``False``."""
        own = this_process()
        if not self.here or not self.key or not own.key:
            return False
        machine, boot, namespace, started = self.key.split(":")
        _, own_boot, own_namespace, _ = own.key.split(":")
        if boot != own_boot:
            return bool(machine)
        return namespace == own_namespace and _started(self.pid) != started


def this_process() -> Process:
    """Identify the process that asks."""
    pid = os.getpid()
    started = _started(pid)
    namespace = _namespace()
    key = ":".join((_machine(), _read("sys/kernel/random/boot_id"), namespace, started)) if started else ""
    return Process(socket.gethostname(), pid, key)


def _started(pid: int) -> str:
    """When a process started, in ticks since boot; empty where it has ended or that cannot be known."""
    fields = _read(f"{pid}/stat").rpartition(")")[2].split()
    return fields[_STARTED] if len(fields) > _STARTED and fields[_STATE] not in _ENDED else ""


def _namespace() -> str:
    try:
        return str((_PROC / "self/ns/pid").stat().st_ino)
    except OSError:
        return ""


def _machine() -> str:
    # Hashed, since the identifier itself is meant to stay on the machine.
    try:
        name = Path("/etc/machine-id").read_bytes().strip()
    except OSError:
        return ""
    return hashlib.sha256(b"inspection-findings" + name).hexdigest()[:12] if name else ""


def _read(name: str) -> str:
    try:
        return (_PROC / name).read_text(errors="replace").strip()
    except OSError:
        return ""
