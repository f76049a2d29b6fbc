"""``findings serve`` in a process of its own, and what it takes of memory and leaves on the disk."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

STARTED_WITHIN = 120.0
ENDED_WITHIN = 30.0
KEPT = {"letters.db", "corrections.db", ".lock"}
"""What the app keeps."""


@dataclass
class Taken:
    """What the server and the processes that it started took while something went on.

    Attributes
    ----------
    resident
        Mebibytes each second, counting pages that processes share once for each.
    proportional
        The same, counting a page that several share in parts.
    cpu_seconds
        Of processor time in all.
    """

    resident: list[float] = field(default_factory=list)
    proportional: list[float] = field(default_factory=list)
    cpu_seconds: float = 0.0


@dataclass
class Served:
    """An app under way."""

    process: subprocess.Popen[bytes]
    address: str
    key: str
    store: Path
    temporary: Path
    said: Path

    def processes(self) -> list[int]:
        """The server and all that it has started."""
        found = [self.process.pid]
        for pid in found:
            for place in Path(f"/proc/{pid}/task").glob("*/children"):
                with contextlib.suppress(OSError):
                    found.extend(map(int, place.read_text().split()))
        return found

    def left_files(self) -> list[str]:
        """Files that should not be there: uploads, and what was read of them."""
        temporary = [str(path) for path in self.temporary.rglob("*")]
        kept = [path for path in self.store.rglob("*") if path.name not in KEPT]
        return temporary + [str(path) for path in kept]

    @contextlib.contextmanager
    def sampled(self, every: float = 1.0) -> Iterator[Taken]:
        """Look at what is taken while something goes on."""
        ended, taken = threading.Event(), Taken()

        def sample() -> None:
            while not ended.wait(every):
                sizes = [_sizes(pid) for pid in self.processes()]
                taken.resident.append(sum(resident for resident, _ in sizes))
                taken.proportional.append(sum(proportional for _, proportional in sizes))

        before = sum(map(_cpu_seconds, self.processes()))
        thread = threading.Thread(target=sample)
        thread.start()
        try:
            yield taken
        finally:
            ended.set()
            thread.join()
            taken.cpu_seconds = sum(map(_cpu_seconds, self.processes())) - before

    def end(self) -> list[int]:
        """Stop it as a person does; processes that it leaves behind."""
        before = self.processes()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(ENDED_WITHIN)
        last = time.monotonic() + ENDED_WITHIN
        while (left := [pid for pid in before if _is_there(pid)]) and time.monotonic() < last:
            time.sleep(0.05)
        return left


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """Serve with a store, and with temporary files, in a folder of their own."""
    store, temporary, said = folder / "store", folder / "tmp", folder / "said"
    temporary.mkdir()
    command = [
        sys.executable,
        "-m",
        "inspection_findings",
        "serve",
        "--no-open",
        "--port",
        "0",
        "--store",
        store,
    ]
    environment = os.environ | {"PYTHONUNBUFFERED": "1", "TMPDIR": str(temporary)}
    with (
        said.open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log, env=environment) as process,
    ):
        try:
            address, _, key = _address(process, said).partition("/?key=")
            yield Served(process, address, key, store, temporary, said)
        finally:
            process.kill()


def _address(process: subprocess.Popen[bytes], said: Path) -> str:
    last = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < last and process.poll() is None:
        if found := re.search(r"http://\S+(?= )", said.read_text()):
            return found[0]
        time.sleep(0.05)
    raise AssertionError(f"the app did not start: {said.read_text()}")


def _sizes(pid: int) -> tuple[float, float]:
    """Resident and proportional size in mebibytes; nothing of a process that has just ended."""
    with contextlib.suppress(OSError):
        found = dict(
            re.findall(r"^(Rss|Pss): +(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
        )
        if found:
            return int(found["Rss"]) / 1024, int(found["Pss"]) / 1024
    return 0.0, 0.0


def _cpu_seconds(pid: int) -> float:
    fields = _status(pid)
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def _is_there(pid: int) -> bool:
    fields = _status(pid)
    return bool(fields) and fields[0] != "Z"


def _status(pid: int) -> list[str]:
    """What the system says of a process, from its state on; nothing if it has ended."""
    with contextlib.suppress(OSError):
        # The name of the program may hold anything, but its bracket is the last.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return []
