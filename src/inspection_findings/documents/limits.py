"""What a document may cost to read: bounds that no inspection report comes near."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from inspection_findings.exceptions import TooLargeError

if sys.platform != "win32":
    import resource


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one document.

    Attributes
    ----------
    bytes
        Size of the file, and of what it unpacks to where it is an archive.
    pages
        Of a PDF.
    seconds
        To read it, where it is read in a process of its own.
    memory
        Bytes of address space that such a process may take beyond what it starts with.
    """

    bytes: int = 50_000_000
    pages: int = 2_000
    seconds: float = 60.0
    memory: int = 2 << 30


USUAL = Limits()


def check_size(size: int, limits: Limits) -> None:
    """See that a document is no larger than is allowed, in bytes.

    Raises
    ------
    TooLargeError
        If it is.
    """
    if size > limits.bytes:
        raise TooLargeError(f"larger than {limits.bytes:,} bytes: give --max-bytes to read it all the same")


_bound = False


def is_bound() -> bool:
    """Whether this process is there for documents alone, held to limits that end it."""
    return _bound


def bound_this_process(limits: Limits) -> None:
    """Hold this process to a memory limit; where the system has no such limits, to none."""
    global _bound
    _bound = True
    if sys.platform != "linux":
        return
    # Pages of address space come first in what the system says of a process.
    taken = int(Path("/proc/self/statm").read_bytes().split()[0]) * resource.getpagesize()
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = taken + limits.memory
    resource.setrlimit(resource.RLIMIT_AS, (wanted if most < 0 else min(wanted, most), most))
