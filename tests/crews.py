"""Real schedulers and workers on the loopback device, and a model that does harm to them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inspection_findings.documents import Document
from inspection_findings.model.parameters import ModelMetadata, ModelParameters
from inspection_findings.model.scorer import Scorer, SentenceFindings

TESTS = Path(__file__).resolve().parent
_SETTINGS = {
    # A document that ends its worker twice is given up.
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
    "DASK_DISTRIBUTED__DIAGNOSTICS__NVML": "False",
}


class Harmful(Scorer):
    """The model given, which notes each time it is made, and ends processes at documents named for it.

    ``kill`` in the name ends the worker, ``once`` the first time alone; ``crash`` the process that reads;
    ``hang`` takes a minute.
    """

    def __init__(self, parameters: ModelParameters, metadata: ModelMetadata, notes: Path) -> None:
        super().__init__(parameters, metadata)
        self.notes = notes
        with notes.open("a") as stream:
            stream.write(f"{os.getpid()}\n")

    def __reduce__(self):
        return type(self), (self.parameters, self.metadata, self.notes)

    def classify(self, document: Document) -> list[SentenceFindings]:
        name = Path(document.name).stem
        done = self.notes.with_name(f"{name}.done")
        if "kill" in name and not ("once" in name and done.exists()):
            done.touch()
            os.kill(os.getppid(), signal.SIGKILL)
            # Longer than it takes that somebody notices.
            time.sleep(20)
        if "crash" in name:
            os._exit(3)
        if "hang" in name:
            time.sleep(60)
        return super().classify(document)

    def loads(self) -> int:
        """How often it was made but here."""
        return sum(int(line) != os.getpid() for line in self.notes.read_text().splitlines())


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _program(name: str, folder: Path, *arguments: str, **environment: str) -> subprocess.Popen:
    path = os.pathsep.join([environment.pop("first", str(TESTS)), str(TESTS), os.environ["PYTHONPATH"]])
    with (folder / f"{name}.txt").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{name}", *arguments, "--no-dashboard"],
            stdout=log, stderr=log, cwd=folder,
            env={**os.environ, **_SETTINGS, **environment, "PYTHONPATH": path},
        )  # fmt: skip
    (folder / f"{name}.pid").write_text(str(process.pid))
    return process


def kill_scheduler(folder: Path) -> None:
    """Kill the scheduler that was started in a folder."""
    os.kill(int((folder / "scheduler.pid").read_text()), signal.SIGKILL)


@contextmanager
def as_typed(folder: Path, words: list[str]) -> Iterator[None]:
    """What `dask` does with these words, on the loopback device."""
    name, *arguments = words
    process = _program(name, folder, *arguments, "--host", "127.0.0.1")
    try:
        yield
    finally:
        _stop(process)


def _stop(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def scheduler(folder: Path, scheme: str = "tcp", **environment: str) -> Iterator[str]:
    """The address of a scheduler without workers."""
    port = free_port()
    address = ["--host", "127.0.0.1", "--port", str(port), "--protocol", scheme]
    process = _program("scheduler", folder, *address, **environment)
    try:
        for _ in range(600):
            assert process.poll() is None, (folder / "scheduler.txt").read_text()
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"{scheme}://127.0.0.1:{port}"
    finally:
        _stop(process)


@contextmanager
def workers(address: str, folder: Path, number: int, **environment: str) -> Iterator[None]:
    """Workers of a scheduler, in another folder than the tests'.

    ``first`` is where they look for packages first.
    """
    own = ["--host", "127.0.0.1", "--local-directory", str(folder), "--memory-limit", "0"]
    many = ["--nworkers", str(number), "--nthreads", "1"]
    process = _program("worker", folder, address, *own, *many, **environment)
    try:
        yield
    finally:
        _stop(process)
