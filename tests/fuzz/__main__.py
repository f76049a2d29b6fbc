"""Fuzz every reader of what comes from outside: ``python -m fuzz --seconds 1200``.

What is found lands in ``tests/fuzz/crashers`` and is a test from then on; the counts go to a JSON file.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from fuzz.targets import TARGETS

CRASHERS = Path(__file__).parent / "crashers"
RESULTS = Path("docs") / "trust" / "fuzz.json"


@dataclass
class Count:
    """What came of one target.

    Attributes
    ----------
    made
        Day on which it began, as ISO 8601 has it.
    cpu_seconds
        Spent, of all its processes.
    tried
        Inputs.
    raised
        Places that raised what they must not, with the input that is kept.
    ended
        Processes that the target ended: native crashes, endless loops, too much memory.
    """

    made: str = field(default_factory=lambda: dt.date.today().isoformat())
    cpu_seconds: float = 0.0
    tried: int = 0
    raised: dict[str, str] = field(default_factory=dict)
    ended: int = 0


def fuzz(name: str, seed: int, *, seconds: float) -> Count:
    """Fuzz one target, in a new process whenever it has ended one."""
    count = Count()
    with tempfile.TemporaryDirectory(prefix=f"fuzz-{name}-") as folder:
        state = Path(folder) / "state.json"
        while (left := seconds - count.cpu_seconds) > 0:
            command = [sys.executable, "-m", "fuzz.worker", name, "--seconds", f"{left:.0f}"]
            command += ["--seed", str(1000 * seed + count.ended), "--work", folder]
            command += ["--crashers", str(CRASHERS / name)]
            with (Path(folder) / "log").open("wb") as log:
                process = subprocess.Popen(command, stdout=log, stderr=log)
                _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            count.cpu_seconds += usage.ru_utime + usage.ru_stime
            if state.exists():
                said = json.loads(state.read_text())
                state.unlink()
                count.tried += said["tried"]
                count.raised |= said["raised"]
            if process.returncode:
                count.ended += 1
                print(f"{name}: process ended with {process.returncode}", file=sys.stderr)
                if not count.tried:
                    sys.stderr.write((Path(folder) / "log").read_text(errors="replace"))
                    break
    return count


def fuzz_together(name: str, *, seconds: float, seed: int, jobs: int) -> Count:
    """Fuzz one target in several processes side by side, each from another seed, and add up."""
    with ThreadPoolExecutor(jobs) as pool:
        counts = list(pool.map(partial(fuzz, name, seconds=seconds / jobs), range(seed, seed + jobs)))
    whole = Count(
        cpu_seconds=sum(each.cpu_seconds for each in counts),
        tried=sum(each.tried for each in counts),
        raised=dict(item for each in counts for item in each.raised.items()),
        ended=sum(each.ended for each in counts),
    )
    print(
        f"{name:16} {whole.tried:>10,} inputs, {len(whole.raised)} raised, {whole.ended} ended, "
        f"{whole.cpu_seconds:.0f} s of CPU",
        flush=True,
    )
    return whole


def main() -> int:
    """Fuzz, print and write the counts; 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=1200, help="of processor time, for each target")
    parser.add_argument("--only", help="targets, with commas between them")
    parser.add_argument("--jobs", type=int, default=2, help="processes for each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path, default=RESULTS)
    options = parser.parse_args()
    if find_spec("atheris") is None:
        print("atheris is not installed: pip install atheris", file=sys.stderr)
        return 2
    names = options.only.split(",") if options.only else list(TARGETS)
    known = json.loads(options.output.read_text()) if options.output.exists() else {}
    options.output.parent.mkdir(parents=True, exist_ok=True)
    found = False
    for name in names:
        count = fuzz_together(name, seconds=options.seconds, seed=options.seed, jobs=options.jobs)
        found = found or bool(count.raised or count.ended)
        known[name] = asdict(count)
        options.output.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n")
    return int(found)


if __name__ == "__main__":
    sys.exit(main())
