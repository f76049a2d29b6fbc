"""``python -m chaos``: kill commands at random moments, and write down what came of it."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from chaos.jobs import JOBS
from chaos.killing import kill_all

RESULTS = Path(__file__).with_name("results.json")
_COLUMNS = ("kills", "previous", "new", "lost", "not_completed", "left", "left_in_the_end", "orphans")


def main() -> int:
    """Run it; 1 where anything was lost, left or not completed."""
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="+", choices=JOBS, default=tuple(JOBS))
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="chaos") as scratch:
        records = kill_all(options.kills, options.seed, Path(scratch), names=tuple(options.only))
    say = sys.stdout.write
    say(f"{'':14}" + "".join(f"{name.replace('_', ' '):>17}" for name in _COLUMNS) + "\n")
    for name, record in records.items():
        values = record.as_values()
        say(f"{name:14}" + "".join(f"{values[column]:>17}" for column in _COLUMNS) + "\n")
        for problem in record.problems:
            say(f"  {problem}\n")
    values = {
        "kills": options.kills,
        "seed": options.seed,
        "seconds": round(time.monotonic() - started),
        "commands": {name: record.as_values() for name, record in records.items()},
    }
    options.results.write_text(json.dumps(values, indent=2) + "\n")
    bad = sum(r.lost + r.not_completed + r.left_in_the_end + r.orphans for r in records.values())
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
