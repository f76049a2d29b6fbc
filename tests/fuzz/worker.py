"""One target fuzzed with atheris in a process of its own: ``python -m fuzz.worker``.

An exception that must not be raised does not end it: the input is kept, once for each place that raises,
and the search goes on. Only what ends a process (a native crash, an endless loop, too much memory) does.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import atheris

from fuzz.target import LARGEST

_SLOWEST = 60
_MEBIBYTES = 3_000


class Search:
    """Inputs tried and what came of them, kept in a file for whoever started the process."""

    def __init__(self, run: Callable[[bytes], None], state: Path, crashers: Path, seconds: float) -> None:
        self._run = run
        self._seconds = seconds
        self._state = state
        self._crashers = crashers
        self._raised: dict[str, str] = {}
        self._tried = 0
        self._told = time.monotonic()

    def one(self, data: bytes) -> None:
        """Try an input."""
        self._tried += 1
        try:
            self._run(data)
        except Exception as error:
            self._keep(data, error)
        if time.process_time() > self._seconds:
            self.tell()
            # The fuzzer has no other way to end that is no finding.
            os._exit(0)
        now = time.monotonic()
        if now - self._told > 1 or self._tried == 1:
            self._told = now
            self.tell()

    def tell(self) -> None:
        """Write what was done so far, in one step: the fuzzer may end this process at any moment."""
        unfinished = self._state.with_suffix(".new")
        unfinished.write_text(json.dumps({"tried": self._tried, "raised": self._raised}))
        unfinished.replace(self._state)

    def _keep(self, data: bytes, error: Exception) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        last = frames[-1]
        place = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
        if place not in self._raised:
            name = hashlib.sha256(data).hexdigest()[:16]
            (self._crashers / name).write_bytes(data)
            self._raised[place] = name
            self.tell()


def main() -> None:
    """Fuzz one target for some seconds of processor time."""
    parser = argparse.ArgumentParser()
    parser.add_argument("target")
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--crashers", type=Path, required=True)
    options = parser.parse_args()
    with atheris.instrument_imports(include=["inspection_findings", "docx", "trafilatura", "zipfile"]):
        from fuzz.targets import TARGETS
    target = TARGETS[options.target]
    corpus = options.work / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in target.seeds():
        (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    options.crashers.mkdir(parents=True, exist_ok=True)
    search = Search(target.run, options.work / "state.json", options.crashers, options.seconds)
    arguments = {
        "max_len": LARGEST,
        "timeout": _SLOWEST,
        "report_slow_units": _SLOWEST,
        "rss_limit_mb": _MEBIBYTES,
        "seed": options.seed,
        "artifact_prefix": f"{options.crashers}/",
        "verbosity": 0,
    }
    flags = [f"-{name}={value}" for name, value in arguments.items()]
    atheris.Setup([sys.argv[0], *flags, str(corpus)], search.one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
