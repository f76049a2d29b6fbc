"""Run the product's command and say where its time went, by looking at its stack every few milliseconds.

    python stacks.py OUTPUT.json classify FOLDER -o findings.jsonl

The system's timer counts processor time, so waiting does not count. The look is taken when Python next can,
and what has passed since the one before is put down to what runs then: a long call into a library is counted
whole, and, unlike with a tracing profiler, short functions pay nothing for being short.
"""

from __future__ import annotations

import json
import multiprocessing
import signal
import sys
import time
from collections import defaultdict
from pathlib import Path
from types import FrameType

INTERVAL = 0.002
IMPORTS = "imports"
PACKAGE = "inspection_findings"
OTHER = "other"


class Stacks:
    """Seconds by function: the innermost of the product or of a library that it reads documents with."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._last = 0.0

    def start(self) -> None:
        """Begin to look."""
        self._last = time.process_time()
        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)

    def stop(self) -> None:
        """Look no more."""
        signal.setitimer(signal.ITIMER_PROF, 0)

    def _look(self, _: int, frame: FrameType | None) -> None:
        now = time.process_time()
        self.seconds[owner(frame)] += now - self._last
        self._last = now


def owner(frame: FrameType | None) -> str:
    """Module and function that a moment is put down to.

    Imports count as such, whoever asked for them.
    """
    found = ""
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return IMPORTS
        module = str(frame.f_globals.get("__name__", ""))
        if not found and module.partition(".")[0] == PACKAGE:
            found = f"{module}:{frame.f_code.co_qualname}"
        frame = frame.f_back
    return found or OTHER


def main(output: str, *arguments: str) -> None:
    """Run the command in a process of its own, which ends with it."""
    process = multiprocessing.Process(target=look, args=(output, *arguments))
    process.start()
    process.join()
    sys.exit(process.exitcode)


def look(output: str, *arguments: str) -> None:
    """Run the command in this process, as if it had been started for documents alone.

    So it reads them itself, and not in yet another process, where nobody would look.
    """
    sys.argv = ["findings", *arguments]
    stacks = Stacks()
    stacks.start()
    code: object = 0
    try:
        from inspection_findings.__main__ import main as findings
        from inspection_findings.documents.limits import USUAL, bound_this_process

        bound_this_process(USUAL)

        findings()
    except SystemExit as ending:
        code = ending.code
    finally:
        stacks.stop()
    Path(output).write_text(json.dumps(stacks.seconds), encoding="utf-8")
    sys.exit(0 if code is None else str(code) if isinstance(code, str) else int(str(code)))


if __name__ == "__main__":
    main(*sys.argv[1:])
