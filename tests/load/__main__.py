"""``python -m load``: many people use the app at once; write down what came of it."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from load.holding import hold

RESULTS = Path("docs") / "trust" / "load.json"


def main() -> int:
    """Run it; 1 where anything went wrong or grew."""
    parser = argparse.ArgumentParser(prog="load", description=__doc__)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--warm-up", type=int, default=30, help="seconds before it is measured")
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="load") as folder:
        held = hold(options.users, options.seconds, options.warm_up, Path(folder))
    say = sys.stdout.write
    say(f"{'':20}{'count':>8}{'p50':>8}{'p95':>8}{'p99':>8}  (milliseconds)\n")
    for name, times in held.milliseconds.items():
        say(f"{name:20}" + "".join(f"{times[column]:>8}" for column in ("count", "p50", "p95", "p99")) + "\n")
    options.results.parent.mkdir(parents=True, exist_ok=True)
    options.results.write_text(json.dumps(held.as_values(), indent=2) + "\n")
    size, wait = held.memory["proportional"], held.milliseconds["dropping to result"]
    say(
        f"{held.users} people for {held.seconds} s: {held.letters['finished']} of {held.letters['dropped']}"
        f" letters, {held.requests:,} requests, {held.errors} errors; a result within"
        f" {wait['p95'] / 1000:.1f} s (p95); {size['level']:.0f} MiB, {size['growth']:+.1f} over the second"
        f" half; load average {held.load_average}\n"
    )
    problems = held.problems()
    for problem in problems:
        say(f"not held: {problem}\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
