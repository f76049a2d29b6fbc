"""Files written whole or not at all, and by one process at a time."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from inspection_findings.exceptions import FindingsError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK_FILE = ".lock"
LONGEST_WAIT = 120.0
"""Seconds to wait for another process: reading a folder of documents takes less."""


class BusyError(FindingsError, TimeoutError):
    """Another process keeps a folder to itself."""


@contextmanager
def atomic_writer(path: Path) -> Iterator[IO[bytes]]:
    """Open a temporary file beside ``path`` that takes its place when the block ends without error.

    Raises
    ------
    OSError
        If the folder cannot be written; what stood at ``path`` before is left as it was.
    """
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(new_file_mode())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def new_file_mode() -> int:
    """Permissions that a new file gets here; ``mkstemp`` makes files private instead."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def write_atomically(path: Path, data: bytes) -> None:
    """Write bytes to a file whole or not at all.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    with atomic_writer(path) as stream:
        stream.write(data)


@contextmanager
def exclusive(folder: Path, *, wait: float = LONGEST_WAIT) -> Iterator[None]:
    """Keep a folder to this process while it reads files there, changes and writes them back.

    Other processes that ask for the same wait their turn. The lock goes with the process, however that
    ends; its file stays, since one that is taken away could be held by one process and made anew by another.
    A folder that is not there is left to whatever reads it to report.

    Parameters
    ----------
    folder
        To keep.
    wait
        Seconds to wait at most for others.

    Raises
    ------
    BusyError
        If another process keeps the folder for longer.
    OSError
        If the folder cannot be written.
    """
    if not folder.is_dir():
        yield
        return
    with (folder / LOCK_FILE).open("ab") as stream:
        last = time.monotonic() + wait
        while not _locked(stream):
            if time.monotonic() >= last:
                raise BusyError(f"{folder}: another command is writing here: try again when it has ended")
            time.sleep(0.05)
        # Closing the file gives the lock back.
        yield


def _locked(stream: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
