"""Files written whole or not at all, and by one process at a time."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
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

PART = ".part"
"""How the names of files end that are not whole yet."""
_RANDOM = re.compile(r"[a-z0-9_]{8}")  # as `tempfile` puts it into names
_SHOWN = 80  # characters of a command in a message


class BusyError(FindingsError, TimeoutError):
    """Another process keeps a folder to itself."""


@contextmanager
def atomic_writer(path: Path) -> Iterator[IO[bytes]]:
    """Open a temporary file beside ``path`` that takes its place when the block ends without error.

    What a process left there that was killed while it wrote to the same path is taken away.

    Raises
    ------
    OSError
        If the folder cannot be written; what stood at ``path`` before is left as it was.
    """
    stream, temporary = temporary_beside(path)
    try:
        with stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
            temporary.chmod(new_file_mode())
            # On Windows only what is closed can be moved.
            if sys.platform == "win32":
                stream.close()
            temporary.replace(path)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        # That a disk is full is said without saying where.
        if isinstance(error, OSError) and error.errno and error.filename is None:
            error.filename = str(path)
        raise


def temporary_beside(path: Path) -> tuple[IO[bytes], Path]:
    """Make a temporary file beside ``path``, locked as long as it is open, and clear away dead ones.

    Returns
    -------
    stream, place
        The file, and where it is; whoever asked for it moves it or takes it away.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    clear_dead(path)
    while True:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=PART)
        # Another process may have taken it for dead in the moment before it was locked.
        if _claimed(descriptor) and os.path.lexists(name):
            return os.fdopen(descriptor, "wb"), Path(name)
        os.close(descriptor)


@contextmanager
def temporary_folder_beside(path: Path) -> Iterator[Path]:
    """Make a folder beside ``path`` that goes when the block ends, and clear away dead ones.

    Raises
    ------
    OSError
        If the folder that it is to be in cannot be written.
    """
    clear_dead(path)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.", suffix=PART) as name:
        # Windows neither opens folders nor knows of a dead one.
        descriptor = None if sys.platform == "win32" else os.open(name, os.O_RDONLY)
        try:
            if descriptor is not None:
                _claimed(descriptor)
            yield Path(name)
        finally:
            if descriptor is not None:
                os.close(descriptor)


def _claimed(descriptor: int) -> bool:
    """Lock what is temporary; where nothing can be locked, nobody takes it for dead."""
    try:
        return sys.platform == "win32" or _locked(descriptor)
    except OSError:
        return True


def clear_dead(path: Path) -> None:
    """Take away what is temporary and held by no process any more: it was killed while it made ``path``.

    Whoever makes ``path`` does so unasked.
    """
    start = f".{path.name}."
    with contextlib.suppress(OSError):
        for place in path.parent.iterdir():
            name = place.name
            if (
                name.startswith(start)
                and name.endswith(PART)
                and _RANDOM.fullmatch(name[len(start) : -len(PART)])
            ):
                _remove_if_dead(place)


def _remove_if_dead(place: Path) -> None:
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            # Which refuses to take away what is open.
            place.unlink()
            return
        descriptor = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            if _locked(descriptor):
                shutil.rmtree(place) if place.is_dir() else place.unlink()
        finally:
            os.close(descriptor)


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


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def exclusive(
    folder: Path, *, wait: float = LONGEST_WAIT, name: str = LOCK_FILE, stays: bool = True
) -> Iterator[None]:
    """Keep a folder to this process while it reads files there, changes and writes them back.

    Other processes that ask for the same wait their turn. The lock goes with the process, however that
    ends. While it is held its file says by whom. A folder that is not there is left to whatever reads it to
    report.

    Parameters
    ----------
    folder
        To keep.
    wait
        Seconds to wait at most for others.
    name
        Of the lock's file, where only a part of the folder is to be kept.
    stays
        Whether the lock's file is left where it is, or goes with the lock unless the process is killed.

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
    place = folder / name
    with contextlib.closing(_lock(place, wait)) as stream:
        # What a process left that was killed; and no more than a note, which may have found no room.
        with contextlib.suppress(OSError):
            stream.truncate(0)
            stream.write(json.dumps(_this_process()).encode())
            stream.flush()
        # Closing the file gives the lock back.
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                stream.truncate(0)
                if not stays and sys.platform != "win32":
                    place.unlink()
    if not stays and sys.platform == "win32":
        # Which takes away only what is closed, and by all.
        with contextlib.suppress(OSError):
            place.unlink()


def _lock(place: Path, wait: float) -> IO[bytes]:
    """Open a lock's file once no other process holds it."""
    last = time.monotonic() + wait
    while True:
        # Without a buffer: what finds no room in the file is not tried again when it is closed.
        stream = place.open("a+b", buffering=0)
        if _locked(stream.fileno()):
            # One that was taken away meanwhile holds nobody off.
            with contextlib.suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(stream.fileno()), place.stat()):
                    return stream
        elif time.monotonic() >= last:
            with stream:
                holder = _holder(stream)
            raise BusyError(f"{place.parent}: {holder} is writing here: try again when it has ended")
        else:
            time.sleep(0.05)
        stream.close()


def _this_process() -> dict[str, str | int]:
    program = Path(sys.argv[0] if sys.argv else "").name
    # As ``python -m inspection_findings`` calls it.
    words = ["findings" if program == "__main__.py" else program, *sys.argv[1:]]
    since = dt.datetime.now().astimezone().isoformat(" ", timespec="seconds")
    return {"process": os.getpid(), "command": " ".join(words)[:_SHOWN], "since": since}


def _holder(stream: IO[bytes]) -> str:
    """Who holds a lock, as its file says."""
    try:
        stream.seek(0)
        noted = json.loads(stream.read(4096))
    except (OSError, ValueError):
        noted = None
    if not isinstance(noted, Mapping):
        return "another command"
    return f"`{noted.get('command')}` (process {noted.get('process')}, since {noted.get('since')})"


def _locked(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            # Far behind what is written there, which others are to read.
            os.lseek(descriptor, 1 << 20, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
