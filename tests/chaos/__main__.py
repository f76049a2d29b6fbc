"""``python -m chaos``: kill commands at random moments, and write down what came of it."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import Any

from chaos.jobs import JOBS
from chaos.killing import kill_all
from inspection_findings.files import write_atomically

RESULTS = Path("docs") / "trust" / "chaos.json"
_COLUMNS = ("kills", "previous", "new", "lost", "not_completed", "left", "left_in_the_end", "orphans")


def main() -> int:
    """Run it; 1 where anything was lost, left or not completed."""
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="+", choices=JOBS, default=tuple(JOBS))
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args()
    say = sys.stdout.write
    say(f"{'':26}" + "".join(f"{name.replace('_', ' '):>17}" for name in _COLUMNS) + "\n")
    bad = 0
    with tempfile.TemporaryDirectory(prefix="chaos") as scratch:
        for name, record in kill_all(options.kills, options.seed, Path(scratch), names=tuple(options.only)):
            values = record.as_values()
            say(f"{name:26}" + "".join(f"{values[column]:>17}" for column in _COLUMNS) + "\n")
            for problem in record.problems:
                say(f"  {problem}\n")
            sys.stdout.flush()
            # At once, as the next command may take long.
            _keep(options.results, options.seed, name, values)
            bad += record.lost + record.not_completed + record.left_in_the_end + record.orphans
    return 1 if bad else 0


def _keep(results: Path, seed: int, name: str, values: dict[str, Any]) -> None:
    """Put what came of a command in the place of what is known of it, in the order of the jobs."""
    known = json.loads(results.read_text()) if results.exists() else {}
    about = {"seed": seed, "machine": _machine()}
    same = all(known.get(key) == value for key, value in about.items())
    commands = {**(known["commands"] if same else {}), name: values}
    ordered = {each: commands[each] for each in JOBS if each in commands}
    results.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(results, f"{json.dumps({**about, 'commands': ordered}, indent=2)}\n".encode())


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{os.cpu_count()} cores, {memory / 1e9:.0f} GB of memory, {platform.system()}"


if __name__ == "__main__":
    sys.exit(main())
