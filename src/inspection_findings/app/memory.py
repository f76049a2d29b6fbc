"""Memory given back: threads that share one heap, and cycles that are looked for."""

from __future__ import annotations

import ctypes
import gc
import sys
from contextlib import suppress

_ARENA_MAX = -8
"""What ``malloc.h`` of the GNU C library calls ``M_ARENA_MAX``."""

_NEW_OBJECTS = 1_000
"""About as many as Python itself lets come before it looks."""


def share_heap() -> bool:
    """Let all threads that come share one heap; whether this system can be told to.

    The GNU C library gives threads heaps of their own, each of which stays as large as the largest page that
    was ever made there. Where threads take turns anyway, as Python's do, that is memory for nothing: a third
    of all that the app took.
    """
    if sys.platform != "linux":
        return False
    with suppress(OSError, AttributeError):
        return bool(ctypes.CDLL(None).mallopt(_ARENA_MAX, 1))
    return False


def collect_often() -> None:
    """Look for objects that lie in cycles as often as a program must that goes on.

    The command line hardly ever does, since it soon ends; what answering a request leaves lies in cycles.
    """
    gc.set_threshold(_NEW_OBJECTS)
