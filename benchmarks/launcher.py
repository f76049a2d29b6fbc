"""Run commands side by side and say what they cost. A program of its own, of the standard library alone.

    python -I -S launcher.py < commands.json

A child's peak memory, as the kernel tells it, is at least that of whoever started it: what is measured has to
be started by something small, which the benchmarks, with scikit-learn in memory, are not.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

KIBIBYTE = 1024
SHOWN = 100_000
"""Characters of a child's output that are handed on."""


def main() -> None:
    """Read commands from standard input, run them at the same time, and print their cost as JSON."""
    asked = json.load(sys.stdin)
    # Closed when this program ends, which is soon.
    outputs = [(tempfile.TemporaryFile(), tempfile.TemporaryFile()) for _ in asked["commands"]]  # noqa: SIM115
    started = time.perf_counter()
    children = [
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=asked["environment"])  # noqa: S603
        for command, (out, err) in zip(asked["commands"], outputs, strict=True)
    ]
    ended = [os.wait4(child.pid, 0)[1:] for child in children]
    wall = time.perf_counter() - started
    # Kibibytes on Linux, bytes on macOS.
    unit = 1 if sys.platform == "darwin" else KIBIBYTE
    processes = []
    for child, (status, usage), streams in zip(children, ended, outputs, strict=True):
        child.returncode = os.waitstatus_to_exitcode(status)
        texts = []
        for stream in streams:
            stream.seek(0)
            texts.append(stream.read().decode(errors="replace")[-SHOWN:])
        processes.append(
            {
                "code": child.returncode,
                "cpu": usage.ru_utime + usage.ru_stime,
                "peak": usage.ru_maxrss * unit,
                "output": texts[0],
                "errors": texts[1],
            }
        )
    json.dump({"wall": wall, "processes": processes}, sys.stdout)


if __name__ == "__main__":
    main()
